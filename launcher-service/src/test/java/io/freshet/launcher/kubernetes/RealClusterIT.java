package io.freshet.launcher.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.Outcome;
import io.freshet.contracts.spec.FailureKind;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The scenarios in a {@link RealCluster}. */
@EnabledIfEnvironmentVariable(named = RealCluster.KUBECONFIG, matches = ".+")
class RealClusterIT extends PodScenarios {
    @Override
    TestCluster cluster() throws IOException {
        return new RealCluster();
    }

    @Test
    void runs_as_the_identity_and_can_write_nothing_else() throws Exception {
        pods.start();

        AttemptFinished finish = pods.run(pods.rig.shell(
                "copy", "id -u; id -g; touch /here || touch ../in/here || touch ../code/here || echo no"));

        assertInstanceOf(Outcome.Succeeded.class, finish.outcome());
        String log = pods.rig.reports.log();
        assertTrue(log.startsWith("20001\n20001\n"), log);
        assertTrue(log.contains("no\n"), log);
        assertEquals(3, log.split("Read-only file system", -1).length - 1, log);
    }

    @Test
    void tells_that_memory_ran_out() throws Exception {
        pods.start();

        assertEquals(
                FailureKind.OOM,
                failed(pods.run(pods.rig.shell("copy", "exec tail /dev/zero"))).kind());
    }

    @Test
    void tells_that_there_is_no_such_image() throws Exception {
        pods.image = "example.invalid/absent:1";
        pods.writeTemplate("default.yaml", "imagePullPolicy: Never");
        pods.start();

        assertEquals(
                FailureKind.IMAGE,
                failed(pods.run(pods.rig.shell("copy", "true"))).kind());
    }
}
