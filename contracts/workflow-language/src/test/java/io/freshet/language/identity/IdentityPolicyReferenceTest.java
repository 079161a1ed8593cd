package io.freshet.language.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.KeptFile;
import io.freshet.contracts.spec.RunAsSpec;
import io.freshet.language.KeyTables;
import io.freshet.language.identity.IdentityDecision.Denied;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/reference/identity-policy.md says what the parser does, and docs/operations/identity.md what is decided. */
class IdentityPolicyReferenceTest {
    private static final Path DOCS = Path.of("../../docs");
    private static final Path GUIDE = DOCS.resolve("operations/identity.md");

    @Test
    void the_reference_lists_the_keys_that_the_parser_takes() throws IOException {
        StringBuilder page = new StringBuilder("""
                <!-- Made by IdentityPolicyReferenceTest; run it with -Dfreshet.golden.update=true. -->
                # The identity policy

                What it is for and how it decides: [who may run as whom](../operations/identity.md). The file is one YAML 1.2 document and is
                read as strictly as [workflow.yaml](workflow-yaml.md): keys that are not listed here are errors, all errors are reported
                at once, and a file with an error counts for nothing.
                """);
        page.append(KeyTables.of(PolicyFileKeys.sections(), "##"));
        KeptFile.check(DOCS.resolve("reference/identity-policy.md"), page.toString());
    }

    @Test
    void the_example_of_the_guide_decides_as_the_guide_says() throws IOException {
        Matcher block = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(GUIDE));
        assertTrue(block.find());
        IdentityPolicy policy = IdentityPolicyTest.policy(block.group(1));

        assertEquals("etl by clinical-etl", granted(policy.decide("clinical", "alice", null)));
        assertEquals(
                "publisher by release-managers",
                granted(policy.decide("clinical", "alice", RunAsSpec.named("publisher"))));
        assertEquals(
                "etl by clinical-etl",
                granted(policy.decide("clinical-eu", "carol", RunAsSpec.numbered(20_001, 20_001))));
        assertEquals("sandbox by try-things", granted(policy.decide("sandbox-1", "dave@example.org", null)));
        assertInstanceOf(Denied.class, policy.decide("clinical", "carol", RunAsSpec.named("publisher")));
        assertInstanceOf(Denied.class, policy.decide("sandbox-1", "mallory@example.com", null));
    }

    @Test
    void the_guide_explains_the_rules_that_are_none_of_the_file() throws IOException {
        String guide = Files.readString(GUIDE);

        for (String rule : List.of(Denied.NO_RULE, Denied.NO_ROOT, Denied.OWN_ACCOUNT)) {
            assertTrue(guide.contains("| `%s` |".formatted(rule)), rule);
        }
    }

    private static String granted(IdentityDecision decision) {
        IdentityDecision.Granted granted =
                assertInstanceOf(IdentityDecision.Granted.class, decision, decision.toString());
        return granted.identity().name() + " by " + granted.rule();
    }
}
