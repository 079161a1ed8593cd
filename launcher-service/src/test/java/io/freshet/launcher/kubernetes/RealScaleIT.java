package io.freshet.launcher.kubernetes;

import java.io.IOException;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Many pods of two launchers in a {@link RealCluster}, of which one is killed. It takes as long as the cluster does. */
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
