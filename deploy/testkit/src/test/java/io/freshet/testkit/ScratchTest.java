package io.freshet.testkit;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.embedded.DirectoryLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchTest {

    @TempDir
    Path root;

    @Test
    void sweeps_what_a_killed_jvm_left_and_nothing_else() throws IOException {
        Path left = Files.createDirectories(root.resolve(Scratch.PREFIX + "left/kafka/log"));
        Path foreign = Files.createDirectory(root.resolve("foreign"));
        Path used = root.resolve(Scratch.PREFIX + "used");

        try (DirectoryLock inUse = DirectoryLock.tryAcquire(used).orElseThrow()) {
            Scratch.sweep(root, Duration.ofSeconds(-1));
        }

        assertFalse(Files.exists(left.getParent().getParent()));
        assertTrue(Files.exists(used));
        assertTrue(Files.exists(foreign));
    }

    @Test
    void leaves_alone_what_is_young() throws IOException {
        Path young = Files.createDirectory(root.resolve(Scratch.PREFIX + "young"));

        Scratch.sweep(root, Duration.ofMinutes(1));

        assertTrue(Files.exists(young));
    }
}
