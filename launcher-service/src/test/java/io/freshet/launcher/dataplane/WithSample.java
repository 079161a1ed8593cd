package io.freshet.launcher.dataplane;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Tests of a data plane over the sample, each with a root of its own. */
abstract class WithSample {
    @TempDir(cleanup = CleanupMode.NEVER)
    Path directory;

    Sample sample;
    DataPlane dataPlane;

    @BeforeEach
    final void setUp() throws IOException {
        sample = new Sample(directory.resolve("root"));
        dataPlane = sample.dataPlane();
    }

    @AfterEach
    final void cleanUp() throws IOException {
        FileTrees.delete(directory);
    }
}
