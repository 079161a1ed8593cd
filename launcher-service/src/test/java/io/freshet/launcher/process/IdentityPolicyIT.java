package io.freshet.launcher.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.LogChunk;
import io.freshet.contracts.event.Outcome;
import io.freshet.contracts.event.TaskEvent;
import io.freshet.contracts.spec.FailureKind;
import io.freshet.contracts.spec.RunAsSpec;
import io.freshet.language.identity.IdentityPolicyFile;
import io.freshet.launcher.attempt.Rig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes under a policy. */
class IdentityPolicyIT {
    @TempDir
    Path directory;

    Rig rig;

    @BeforeEach
    void begin() throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        rig = new Rig(directory);
    }

    @AfterEach
    void end() throws Exception {
        rig.close();
    }

    @Test
    void runs_as_the_identity_that_the_policy_grants_with_its_groups() throws Exception {
        assumeTrue(ProcFs.maySwitchUser(), "needs the right to switch users, as root has it");
        rig.policy = policy("prod");
        rig.start();
        String script = "id -u; id -g; id -G; echo 1 > $FRESHET_OUT_MADE/a";

        AttemptFinished byDefault = rig.run(rig.work("default", List.of("sh", "-c", script), Map.of(), null, null));
        AttemptFinished named =
                rig.run(rig.work("named", List.of("sh", "-c", script), Map.of(), RunAsSpec.named("plain"), null));

        assertInstanceOf(Outcome.Succeeded.class, byDefault.outcome());
        assertInstanceOf(Outcome.Succeeded.class, named.outcome());
        assertEquals(
                "20001\n20002\n20002 30000 30001\n20003\n20003\n20003\n",
                rig.reports.chunks.stream().map(LogChunk::text).collect(Collectors.joining()));
        assertEquals(
                List.of("20001", "20003"),
                rig.reports.started.stream().map(TaskEvent.AttemptStarted::user).toList());
    }

    @Test
    void refuses_what_the_policy_does_not_grant_and_names_the_rule() throws Exception {
        rig.policy = policy("prod");
        rig.start();

        Outcome.Failed other =
                failed(rig.run(rig.work("other", List.of("id"), Map.of(), RunAsSpec.numbered(4711, null), null)));
        Outcome.Failed root =
                failed(rig.run(rig.work("root", List.of("id"), Map.of(), RunAsSpec.numbered(0, null), null)));

        assertEquals(List.of(FailureKind.DENIED, FailureKind.DENIED), List.of(other.kind(), root.kind()));
        assertEquals(
                "identity policy, rule 'tests': user 4711 is not allowed to workflows of namespace 'prod' that 'alice'"
                        + " installed; say runAs: {identity: NAME} with one of etl, plain",
                other.message());
        assertTrue(root.message().contains("rule 'no root': user 0 is root"), root.message());
        assertTrue(rig.reports.started.isEmpty());
    }

    @Test
    void refuses_every_task_that_no_rule_is_about() throws Exception {
        rig.policy = policy("elsewhere");
        rig.start();

        Outcome.Failed failed = failed(rig.run(rig.shell("none", "id")));

        assertEquals(FailureKind.DENIED, failed.kind());
        assertTrue(failed.message().contains("rule 'no rule'"), failed.message());
    }

    private IdentityPolicyFile policy(String namespace) throws IOException {
        return new IdentityPolicyFile(
                Files.writeString(directory.resolve("identities.yaml"), """
                apiVersion: freshet.io/v1
                kind: IdentityPolicy
                identities:
                  etl: {user: 20001, group: 20002, groups: [30000, 30001]}
                  plain: {user: 20003, group: 20003}
                rules:
                  - {name: tests, namespaces: [%s], installers: [alice], identities: [etl, plain], default: etl}
                """.formatted(namespace)));
    }

    private static Outcome.Failed failed(AttemptFinished finish) {
        return assertInstanceOf(Outcome.Failed.class, finish.outcome());
    }
}
