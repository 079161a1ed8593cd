package io.freshet.scheduler.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.freshet.language.ParseResult;
import io.freshet.language.WorkflowParser;
import io.freshet.language.grammar.SpecError;
import io.freshet.language.identity.IdentityPolicy;
import io.freshet.language.identity.PolicyRule;
import io.freshet.language.identity.TaskIdentity;
import io.freshet.scheduler.Bundles;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IdentityCheckTest {
    private static final IdentityPolicy POLICY = new IdentityPolicy(
            Map.of("etl", new TaskIdentity("etl", 20_001, 20_001, List.of(), null)),
            List.of(
                    new PolicyRule("strict", List.of("prod"), List.of("alice"), List.of("etl"), null),
                    new PolicyRule("lenient", List.of("test"), List.of("*"), List.of("etl"), "etl")));
    private static final String CLAIMS = Bundles.workflow("claims", "extracts", "cleaned");

    @Test
    void accepts_what_the_policy_grants() {
        assertEquals(List.of(), check("prod", "alice", runAs("{identity: etl}")));
        assertEquals(List.of(), check("prod", "alice", runAs("{user: 20001}")));
        assertEquals(List.of(), check("test", "bob", CLAIMS));
    }

    @Test
    void tells_a_denial_at_its_place_with_the_rule() {
        assertEquals(
                List.of("workflow.yaml:17:7: identity policy, rule 'strict': user 4711 is not allowed to workflows of"
                        + " namespace 'prod' that 'alice' installed; say runAs: {identity: NAME} with one of etl"
                        + " [identity-denied]"),
                check("prod", "alice", runAs("{user: 4711}")));
        assertEquals(
                List.of("workflow.yaml:17:7: identity policy, rule 'no root': user 0 is root;"
                        + " say runAs: {identity: NAME} with one of etl [identity-denied]"),
                check("test", "bob", runAs("{user: 0}")));
    }

    @Test
    void tells_a_task_that_says_nothing_where_it_must() {
        assertEquals(
                List.of("workflow.yaml:13:5: identity policy, rule 'strict': there is no default for workflows of"
                        + " namespace 'prod' that 'alice' installed; say runAs: {identity: NAME} with one of etl"
                        + " [identity-denied]"),
                check("prod", "alice", CLAIMS));
        assertEquals(
                List.of("workflow.yaml:13:5: identity policy, rule 'no rule': no rule is about workflows of namespace"
                        + " 'prod' that 'bob' installed; ask an administrator for a rule that is [identity-denied]"),
                check("prod", "bob", CLAIMS));
    }

    private static String runAs(String runAs) {
        return CLAIMS + "      runAs: " + runAs + "\n";
    }

    private static List<String> check(String namespace, String installer, String yaml) {
        ParseResult parsed = WorkflowParser.parse("workflow.yaml", yaml);
        return IdentityCheck.of(
                        assertInstanceOf(ParseResult.Parsed.class, parsed, parsed.toString()),
                        POLICY,
                        namespace,
                        installer)
                .stream()
                .map(SpecError::toString)
                .toList();
    }
}
