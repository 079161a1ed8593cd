package io.freshet.standalone;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.embedded.RunningProcesses;
import io.freshet.testkit.Eventually;
import java.io.BufferedReader;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RunningProcessesTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    void a_process_that_ended_and_was_not_asked_how_does_not_run() throws Exception {
        Process parent = new ProcessBuilder("sh", "-c", "true & echo $!; exec sleep 60").start();
        try (BufferedReader out = parent.inputReader()) {
            ProcessHandle child =
                    ProcessHandle.of(Long.parseLong(out.readLine())).orElseThrow();

            Eventually.eventually(SOON, () -> RunningProcesses.contain(child), running -> !running);

            assertTrue(child.isAlive(), "its parent never asks, so that its id stays");
            assertTrue(RunningProcesses.contain(parent.toHandle()));
        } finally {
            parent.destroyForcibly().waitFor();
        }
        assertFalse(RunningProcesses.contain(parent.toHandle()));
    }

    @Test
    void this_process_runs() {
        assertTrue(RunningProcesses.contain(ProcessHandle.current()));
    }
}
