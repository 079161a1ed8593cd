package io.freshet.launcher.kubernetes;

import java.io.IOException;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The scenarios of batches in a {@link RealCluster}. */
@EnabledIfEnvironmentVariable(named = RealCluster.KUBECONFIG, matches = ".+")
class RealBatchIT extends BatchScenarios {
    @Override
    TestCluster cluster() throws IOException {
        return new RealCluster();
    }
}
