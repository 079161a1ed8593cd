package io.freshet.scheduler.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.data.RelativePath;
import io.freshet.language.bundle.Bundle;
import io.freshet.language.bundle.DeployableBundle;
import io.freshet.language.grammar.SpecError;
import io.freshet.scheduler.Bundles;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** In a namespace where nothing else is deployed, a deployment refuses what {@code validate} refuses, and nothing more. */
class DeploymentCheckTest {
    private static final int ROUNDS = 2_000;

    private static final List<String> PIECES = List.of(
            "clean",
            "extracts",
            "cleaned",
            "landing/extracts",
            "{source}",
            "{date:yyyy-MM-dd}",
            "*.csv",
            "{}",
            "[]",
            "[sh, clean.sh]",
            "[sh, gone.sh]",
            "[gone.sh]",
            "1",
            "null",
            "when: \"true\"",
            "expect: {source: [a, b]}",
            "window: {date: 7}",
            "");

    private static final DefinitionStore EMPTY = (DefinitionStore) Proxy.newProxyInstance(
            DefinitionStore.class.getClassLoader(),
            new Class<?>[] {DefinitionStore.class},
            (proxy, method, arguments) -> switch (method.getName()) {
                case "deployed" -> List.of();
                case "current" -> Optional.empty();
                default -> throw new UnsupportedOperationException(method.getName());
            });

    @Test
    void refuses_exactly_what_validate_refuses() throws IOException {
        int valid = 0;
        for (int seed = 0; seed < ROUNDS; seed++) {
            DeployableBundle looked = DeployableBundle.of(bundle(new Random(seed)));
            List<SpecError> refused = check(new Candidate("", looked));

            switch (looked) {
                case DeployableBundle.Valid _ -> {
                    valid++;
                    assertEquals(List.of(), refused, "seed " + seed);
                }
                case DeployableBundle.Invalid(List<SpecError> errors, var _) ->
                    assertEquals(errors, refused, "seed " + seed);
            }
        }
        assertTrue(valid > ROUNDS / 20 && valid < ROUNDS * 19 / 20, valid + " are valid");
    }

    private static List<SpecError> check(Candidate candidate) {
        return new DeploymentCheck(EMPTY, DeployIdentities.NO_POLICY, "prod", "alice").errors(List.of(candidate));
    }

    /** A workflow of which a few words have others in their place. */
    private static Bundle bundle(Random random) {
        String text = Bundles.workflow("claims", "extracts", "cleaned");
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            String from = PIECES.get(random.nextInt(PIECES.size() - 1));
            int at = text.indexOf(from, random.nextInt(text.length()));
            if (at >= 0) {
                String to = PIECES.get(random.nextInt(PIECES.size()));
                text = text.substring(0, at) + to + text.substring(at + from.length());
            }
        }
        return Bundle.of(Map.of(
                new RelativePath("workflow.yaml"),
                text.getBytes(StandardCharsets.UTF_8),
                new RelativePath("clean.sh"),
                new byte[0]));
    }
}
