package io.freshet.launcher.kubernetes;

import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The scenarios of batches in a real cluster, under the conditions of {@link RealClusterIT}. */
@EnabledIfEnvironmentVariable(named = "FRESHET_TEST_KUBECONFIG", matches = ".+")
class RealBatchIT extends BatchScenarios {
    @Override
    TestCluster cluster() throws Exception {
        return new RealClusterIT().cluster();
    }
}
