package io.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.freshet.contracts.event.RunFinished;
import io.freshet.testkit.Eventually;
import io.freshet.testkit.spec.CopyBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Fallbacks, allowed failures and conditions, with real processes. */
final class FailurePolicyIT extends WithRunningSystem {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @Test
    void a_fallback_script_of_the_bundle_makes_what_the_command_could_not() throws Exception {
        Path bundle = bundle("fallback", """
                    make:
                      inputs: {in: {}}
                      outputs: {out: {}}
                      run: {command: [sh, make.sh]}
                      onFailure: {fallback: {command: [sh, carry-forward.sh]}}
                """);
        Files.writeString(bundle.resolve("make.sh"), """
                grep -q good "$FRESHET_IN_IN"/*.txt || exit 3
                cp "$FRESHET_IN_IN"/*.txt "$FRESHET_OUT_OUT"/
                """);
        Files.writeString(bundle.resolve("carry-forward.sh"), """
                for file in "$FRESHET_IN_IN"/*.txt; do echo carried > "$FRESHET_OUT_OUT/$(basename "$file")"; done
                """);
        drop("fallback", "a", "bad");

        system.deploy("fallback", bundle);

        awaitContent("fallback", "a", "carried");
        drop("fallback", "a", "good");
        awaitContent("fallback", "a", "good");
        assertEquals(RunFinished.State.SUCCEEDED, lastRunOf("fallback").state());
    }

    @Test
    void a_condition_lets_only_some_partitions_through() throws Exception {
        Path bundle = bundle("condition", """
                    make:
                      inputs: {in: {}}
                      outputs: {out: {}}
                      when: "partition.name != 'test' && inputs.in_.bytes > 1"
                      run: {command: [sh, -c, 'cp "$FRESHET_IN_IN"/*.txt "$FRESHET_OUT_OUT"/']}
                """);
        drop("condition", "test", "content");
        drop("condition", "empty", "");
        drop("condition", "real", "content");

        system.deploy("condition", bundle);

        awaitContent("condition", "real", "content");
        Eventually.eventually(
                LIMIT,
                () -> assertEquals(
                        2,
                        system.witness().runs().stream()
                                .filter(run -> run.workflow().namespace().equals("condition"))
                                .mapToInt(run -> run.summary().skipped())
                                .sum()));
        assertFalse(Files.exists(out("condition", "test")));
        assertFalse(Files.exists(out("condition", "empty")));
    }

    @Test
    void an_equal_workflow_in_another_namespace_makes_outputs_of_its_own() throws Exception {
        for (String namespace : List.of("first", "second")) {
            drop(namespace, "a", "equal in both");

            system.deploy(namespace, CopyBundle.in(directory.resolve("bundle-" + namespace)));

            awaitContent(namespace, "a", "equal in both");
        }
    }

    private static RunFinished lastRunOf(String namespace) {
        return system.witness().runs().stream()
                .filter(run -> run.workflow().namespace().equals(namespace))
                .toList()
                .getLast();
    }

    private static Path bundle(String name, String tasks) throws IOException {
        Path bundle = Files.createDirectories(directory.resolve("bundle-" + name));
        Files.writeString(bundle.resolve("workflow.yaml"), """
                apiVersion: freshet.io/v1
                kind: Workflow
                metadata: {name: flow}
                spec:
                  datasets:
                    in: {path: in, layout: "{name}.txt", watch: {settle: 0s}}
                    out: {path: out, layout: "{name}.txt"}
                  tasks:
                """ + tasks);
        return bundle;
    }

    private static void drop(String namespace, String name, String content) throws IOException {
        system.drop(namespace, "in/%s.txt".formatted(name), content);
    }

    private static Path out(String namespace, String name) {
        return system.namespace(namespace).resolve("out/%s.txt".formatted(name));
    }

    private static void awaitContent(String namespace, String name, String expected) {
        Eventually.eventually(
                LIMIT,
                () -> assertEquals(
                        expected,
                        Files.exists(out(namespace, name))
                                ? Files.readString(out(namespace, name)).strip()
                                : "nothing"));
    }
}
