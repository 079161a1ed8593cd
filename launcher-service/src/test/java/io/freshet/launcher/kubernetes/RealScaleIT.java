package io.freshet.launcher.kubernetes;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Many pods of two launchers in a {@link RealCluster}, of which one is killed. It takes as long as the cluster does. */
@Timeout(value = 2, unit = TimeUnit.HOURS)
@EnabledIfEnvironmentVariable(named = RealCluster.KUBECONFIG, matches = ".+")
class RealScaleIT extends KilledLaunchers {
    RealScaleIT() {
        super(2_000, 1);
    }

    @Override
    TestCluster cluster() throws IOException {
        return new RealCluster();
    }
}
