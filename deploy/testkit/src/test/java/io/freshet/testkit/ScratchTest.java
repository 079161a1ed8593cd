package io.freshet.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.embedded.DirectoryLock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
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

    @Test
    void jvms_that_start_together_do_not_disturb_each_other() throws Exception {
        for (int i = 0; i < 400; i++) {
            Files.createDirectories(root.resolve(Scratch.PREFIX + i + "/kafka/log"));
        }

        List<Process> jvms = List.of(sweeping(), sweeping(), sweeping());
        for (Process jvm : jvms) {
            assertEquals('r', jvm.getInputStream().read());
        }
        for (Process jvm : jvms) {
            jvm.getOutputStream().write('g');
            jvm.getOutputStream().close();
        }

        for (Process jvm : jvms) {
            String printed = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, jvm.waitFor(), printed);
        }
        assertEquals(List.of(), left());
    }

    private Process sweeping() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Sweeping.class.getName(),
                        root.toString())
                .redirectErrorStream(true)
                .start();
    }

    private List<Path> left() throws IOException {
        try (Stream<Path> children = Files.list(root)) {
            return children.filter(Files::isDirectory).toList();
        }
    }

    /** What a JVM does before its first test that needs a server. */
    static final class Sweeping {
        public static void main(String[] args) throws IOException {
            Path root = Path.of(args[0]);
            System.out.print('r');
            System.out.flush();
            if (System.in.read() < 0) {
                return; // whoever started it is gone
            }
            Scratch.sweep(root, Duration.ofSeconds(-1));
        }
    }
}
