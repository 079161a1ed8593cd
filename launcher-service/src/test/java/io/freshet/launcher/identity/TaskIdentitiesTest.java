package io.freshet.launcher.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.contracts.spec.RunAsSpec;
import io.freshet.language.identity.IdentityDecision;
import io.freshet.language.identity.IdentityPolicyFile;
import io.freshet.language.identity.LauncherAccount;
import io.freshet.launcher.domain.Launches;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskIdentitiesTest {
    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = write("etl");
    }

    @Test
    void asks_for_the_namespace_of_the_instance_and_who_installed_its_workflow() {
        TaskIdentities identities = new TaskIdentities(new IdentityPolicyFile(file), LauncherAccount.UNKNOWN);

        assertEquals("etl", granted(identities.decide(launch("prod", "alice", null))));
        assertEquals("etl", granted(identities.decide(launch("prod", "alice", RunAsSpec.named("etl")))));
        assertEquals("no rule", denied(identities.decide(launch("prod", "bob", null))));
        assertEquals("no rule", denied(identities.decide(launch("other", "alice", null))));
        assertEquals("only", denied(identities.decide(launch("prod", "alice", RunAsSpec.named("plain")))));
    }

    @Test
    void never_grants_the_launchers_own_service_account() {
        TaskIdentities identities =
                new TaskIdentities(new IdentityPolicyFile(file), new LauncherAccount(null, "etl-account"));

        assertEquals(IdentityDecision.Denied.OWN_ACCOUNT, denied(identities.decide(launch("prod", "alice", null))));
    }

    @Test
    void asks_the_policy_as_it_is_at_the_launch() throws IOException {
        TaskIdentities identities = new TaskIdentities(new IdentityPolicyFile(file), LauncherAccount.UNKNOWN);

        write("plain");

        assertEquals("plain", granted(identities.decide(launch("prod", "alice", null))));
        assertEquals("only", denied(identities.decide(launch("prod", "alice", RunAsSpec.named("etl")))));
    }

    @Test
    void leaves_it_to_the_executor_where_there_is_no_policy() {
        TaskIdentities identities = new TaskIdentities(null, new LauncherAccount(0, null));

        assertEquals(Optional.empty(), identities.decide(launch("prod", "alice", RunAsSpec.numbered(0, 0))));
    }

    private Path write(String allowed) throws IOException {
        return Files.writeString(directory.resolve("identities.yaml"), """
                apiVersion: freshet.io/v1
                kind: IdentityPolicy
                identities:
                  etl: {user: 20001, group: 20001, serviceAccount: etl-account}
                  plain: {user: 20002, group: 20002}
                rules: [{name: only, namespaces: [prod], installers: [alice], identities: [%1$s], default: %1$s}]
                """.formatted(allowed));
    }

    private static String granted(Optional<IdentityDecision> decision) {
        return assertInstanceOf(IdentityDecision.Granted.class, decision.orElseThrow())
                .identity()
                .name();
    }

    private static String denied(Optional<IdentityDecision> decision) {
        return assertInstanceOf(IdentityDecision.Denied.class, decision.orElseThrow())
                .rule();
    }

    private static LaunchAttempt launch(String namespace, String installer, @Nullable RunAsSpec runAs) {
        return Launches.launch(namespace, installer, runAs, Instant.parse("2026-01-05T06:00:00Z"));
    }
}
