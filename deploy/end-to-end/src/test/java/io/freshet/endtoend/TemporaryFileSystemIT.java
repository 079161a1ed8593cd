package io.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.freshet.endtoend.installation.TemporaryFileSystem;
import io.freshet.testkit.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mounts, so it needs root, and is skipped without. */
final class TemporaryFileSystemIT {
    @TempDir
    private Path directory;

    @Test
    void is_gone_when_it_is_closed() throws Exception {
        Optional<TemporaryFileSystem> mounted = TemporaryFileSystem.mount(directory, 1);
        assumeTrue(mounted.isPresent(), "file systems cannot be mounted here: run it as root");

        assertTrue(isMounted());
        mounted.get().close();

        assertFalse(isMounted());
    }

    @Test
    void goes_with_a_jvm_that_is_killed() throws Exception {
        Process jvm = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Mounting.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            String said = jvm.inputReader().readLine();
            assumeTrue("mounted".equals(said), "file systems cannot be mounted here: run it as root");
            assertTrue(isMounted());
        } finally {
            jvm.destroyForcibly().waitFor();
        }

        Eventually.eventually(Duration.ofSeconds(30), () -> assertFalse(isMounted()));
        assertEquals(0, directory.toFile().list().length);
    }

    private boolean isMounted() throws IOException {
        return Files.readString(Path.of("/proc/mounts")).contains(" " + directory + " ");
    }

    /** The JVM that is killed: {@code main} with the directory. */
    static final class Mounting {
        private Mounting() {}

        public static void main(String[] arguments) throws IOException, InterruptedException {
            boolean isMounted =
                    TemporaryFileSystem.mount(Path.of(arguments[0]), 1).isPresent();
            System.out.println(isMounted ? "mounted" : "not mounted");
            new CountDownLatch(1).await();
        }
    }
}
