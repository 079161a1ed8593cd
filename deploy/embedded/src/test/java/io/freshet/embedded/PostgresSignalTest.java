package io.freshet.embedded;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import org.junit.jupiter.api.Test;

class PostgresSignalTest {
    @Test
    void a_server_has_ended_though_its_parent_never_asks_how() throws Exception {
        // Its parent neither ends nor waits, as the first process of a container that only runs a program. With job
        // control, since a shell
        // without lets what it starts in the background ignore INT and QUIT.
        Process parent = new ProcessBuilder("bash", "-c", "set -m; sleep 600 & echo $!; exec sleep 600").start();
        try (BufferedReader out = parent.inputReader()) {
            ProcessHandle server =
                    ProcessHandle.of(Long.parseLong(out.readLine())).orElseThrow();

            PostgresSignal.stop(server);

            assertTrue(server.isAlive(), "Java takes it for alive");
            assertFalse(RunningProcesses.contain(server));
            PostgresSignal.stop(server);
        } finally {
            parent.destroyForcibly().waitFor();
        }
    }
}
