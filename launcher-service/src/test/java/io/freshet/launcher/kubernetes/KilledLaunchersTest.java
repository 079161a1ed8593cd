package io.freshet.launcher.kubernetes;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** In a cluster that is made up, whose pods succeed without running anything. */
class KilledLaunchersTest extends KilledLaunchers {
    @TempDir
    Path directory;

    KilledLaunchersTest() {
        super(100, 12);
    }

    @Override
    TestCluster cluster() throws Exception {
        return new FakeCluster(Files.createDirectories(directory.resolve("data")));
    }

    @Override
    String image() {
        return FakeCluster.INSTANT_IMAGE;
    }
}
