package io.freshet.endtoend;

import io.freshet.embedded.DeletedTree;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Tests that share one system, which starts before the first of them and ends after the last. */
abstract class WithRunningSystem {
    @TempDir(cleanup = CleanupMode.NEVER)
    static Path directory;

    static RunningSystem system;

    @BeforeAll
    static void startSystem() throws IOException {
        system = RunningSystem.start(directory.resolve("data"));
    }

    @AfterAll
    static void stopSystem() throws IOException {
        system.close();
        DeletedTree.delete(directory);
    }
}
