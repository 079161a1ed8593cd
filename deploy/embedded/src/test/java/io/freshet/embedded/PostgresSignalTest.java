package io.freshet.embedded;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import org.junit.jupiter.api.Test;

class PostgresSignalTest {
    @Test
    void a_server_has_ended_though_its_parent_never_asks_how() throws Exception {
        // Its parent neither ends nor waits, as the first process of a container that only runs a program.
        Process parent = new ProcessBuilder(
                        "sh", "-c", "%s & echo $!; exec sleep 600".formatted(heedingSignals("sleep 600")))
                .start();
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

    /** A shell without job control lets what it starts in the background ignore the signals that would end it at once. */
    private static String heedingSignals(String command) {
        return "if env --default-signal true 2>/dev/null; then exec env --default-signal %1$s; else exec %1$s; fi"
                .formatted(command);
    }
}
