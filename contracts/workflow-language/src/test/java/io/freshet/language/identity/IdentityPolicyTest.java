package io.freshet.language.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.spec.RunAsSpec;
import io.freshet.language.identity.IdentityDecision.Denied;
import io.freshet.language.identity.IdentityDecision.Granted;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentityPolicyTest {
    private static final TaskIdentity ETL = new TaskIdentity("etl", 20_001, 20_001, List.of(30_000, 30_001), "etl");
    private static final TaskIdentity PUBLISH = new TaskIdentity("publish", 20_002, 20_002, List.of(), null);

    private final IdentityPolicy policy = policy("""
            apiVersion: freshet.io/v1
            kind: IdentityPolicy
            identities:
              etl: {user: 20001, group: 20001, groups: [30000, 30001], serviceAccount: etl}
              publish: {user: 20002, group: 20002}
              other: {user: 20003, group: 20003}
            rules:
              - {name: alice, namespaces: ["*"], installers: [alice], identities: [publish]}
              - {name: clinical, namespaces: [clinical, "clinical-*"], installers: ["*"], identities: [etl, publish], default: etl}
              - {name: late, namespaces: [clinical], installers: ["*"], identities: [other], default: other}
            """);

    @Test
    void a_task_gets_the_default_of_the_first_rule_that_has_one() {
        assertEquals(new Granted(ETL, "clinical"), policy.decide("clinical", "alice", null));
        assertEquals(new Granted(ETL, "clinical"), policy.decide("clinical-eu", "bob", RunAsSpec.ANY));
    }

    @Test
    void the_first_rule_that_allows_it_grants() {
        RunAsSpec publish = RunAsSpec.named("publish");

        assertEquals(new Granted(PUBLISH, "alice"), policy.decide("clinical", "alice", publish));
        assertEquals(new Granted(PUBLISH, "clinical"), policy.decide("clinical", "bob", publish));
        assertEquals(
                "late",
                granted(policy.decide("clinical", "bob", RunAsSpec.named("other")))
                        .rule());
    }

    @Test
    void numbers_must_be_those_of_an_identity_that_is_allowed() {
        assertEquals(
                ETL,
                granted(decide(new RunAsSpec(null, "etl", 20_001, 20_001, List.of(30_001, 30_000))))
                        .identity());
        assertEquals(ETL, granted(decide(RunAsSpec.numbered(20_001, null))).identity());
        assertEquals(
                PUBLISH,
                granted(decide(new RunAsSpec(null, null, 20_002, null, List.of())))
                        .identity());

        assertEquals(
                "clinical", denied(decide(RunAsSpec.numbered(20_001, 20_002))).rule());
        assertEquals("clinical", denied(decide(RunAsSpec.numbered(4_711, null))).rule());
        assertEquals(
                "clinical",
                denied(decide(new RunAsSpec(null, null, 20_001, null, List.of(30_000))))
                        .rule());
        assertEquals(
                "clinical",
                denied(decide(new RunAsSpec("etl", "admin", null, null, null))).rule());
        assertEquals(
                "clinical",
                denied(decide(new RunAsSpec("publish", null, 20_001, null, null)))
                        .rule());
    }

    @Test
    void what_no_rule_is_about_is_denied() {
        Denied denied = denied(policy.decide("finance", "bob", RunAsSpec.named("etl")));

        assertEquals(Denied.NO_RULE, denied.rule());
        assertTrue(denied.message().contains("namespace 'finance' that 'bob' installed"), denied.message());
    }

    @Test
    void a_denial_says_which_rule_and_what_would_be_right() {
        Denied denied = denied(decide(RunAsSpec.named("elt")));

        assertEquals(
                "identity policy, rule 'clinical': there is no identity 'elt';"
                        + " say runAs: {identity: NAME} with one of etl, publish, other",
                denied.toString());
        assertEquals(
                "identity 'etl' is not allowed to workflows of namespace 'finance' that 'alice' installed",
                denied(policy.decide("finance", "alice", RunAsSpec.named("etl")))
                        .message());
        assertEquals("alice", denied(policy.decide("finance", "alice", null)).rule());
    }

    @Test
    void root_is_never_granted() {
        assertEquals(Denied.NO_ROOT, denied(decide(RunAsSpec.numbered(0, null))).rule());
        assertEquals(
                Denied.NO_ROOT, denied(decide(RunAsSpec.numbered(20_001, 0))).rule());
        assertEquals(
                Denied.NO_ROOT,
                denied(decide(new RunAsSpec("etl", null, null, null, List.of(0))))
                        .rule());
        assertThrows(IllegalArgumentException.class, () -> new TaskIdentity("r", 0, 1, List.of(), null));
        assertThrows(IllegalArgumentException.class, () -> new TaskIdentity("r", 1, 0, List.of(), null));
        assertThrows(IllegalArgumentException.class, () -> new TaskIdentity("r", 1, 1, List.of(0), null));
    }

    @Test
    void the_launchers_own_account_is_never_granted() {
        LauncherAccount user = new LauncherAccount(20_001, null);
        LauncherAccount account = new LauncherAccount(1_000, "etl");

        assertEquals(
                Denied.OWN_ACCOUNT,
                denied(policy.decide("clinical-eu", "bob", null, user)).rule());
        assertEquals(
                Denied.OWN_ACCOUNT,
                denied(policy.decide("clinical", "bob", RunAsSpec.named("etl"), account))
                        .rule());
        assertEquals(
                PUBLISH,
                granted(policy.decide("clinical", "bob", RunAsSpec.named("publish"), account))
                        .identity());
    }

    @ParameterizedTest
    @CsvSource({
        "*, anything, true",
        "*, '', true",
        "a-*, a-, true",
        "a-*, a, false",
        "*-a, b-a, true",
        "*-a, b-ab, false",
        "a*b*c, aXbYbZc, true",
        "a*b*c, aXc, false",
        "**, x, true",
        "abc, abc, true",
        "abc, abcd, false",
        "a.c, abc, false"
    })
    void a_star_stands_for_any_characters(String pattern, String text, boolean matches) {
        assertEquals(matches, Glob.matches(pattern, text));
    }

    @Test
    void a_hostile_pattern_is_matched_soon() {
        assertFalse(Glob.matches("*a".repeat(5_000) + "b", "a".repeat(10_000)));
    }

    private IdentityDecision decide(@Nullable RunAsSpec asked) {
        return policy.decide("clinical", "bob", asked);
    }

    static IdentityPolicy policy(String yaml) {
        PolicyReading reading = IdentityPolicyParser.parse("identities.yaml", yaml);
        return assertInstanceOf(PolicyReading.Valid.class, reading, reading.toString())
                .policy();
    }

    private static Granted granted(IdentityDecision decision) {
        return assertInstanceOf(Granted.class, decision, decision.toString());
    }

    private static Denied denied(IdentityDecision decision) {
        return assertInstanceOf(Denied.class, decision, decision.toString());
    }
}
