package io.freshet.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a JVM or a server leaves that was killed. */
class KilledPostgresIT {
    @TempDir(factory = TraversableDirectory.class)
    static Path binaries;

    @TempDir(factory = TraversableDirectory.class)
    Path directory;

    @Test
    void stops_the_orphan_of_a_killed_jvm_and_keeps_its_rows() throws Exception {
        OtherJvm other = OtherJvm.run(Writer.class, directory.toString(), binaries.toString());
        other.kill();
        ProcessHandle orphan = ProcessHandle.of(Long.parseLong(other.line())).orElseThrow();

        try (EmbeddedPostgres again = EmbeddedPostgres.start(new PostgresSettings(directory, binaries))) {
            assertFalse(RunningProcesses.contain(orphan));
            assertEquals(1, PostgresRows.count(again));
        }
    }

    @Test
    void starts_a_server_that_was_killed_again() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(new PostgresSettings(directory, binaries))) {
            PostgresRows.write(postgres);
            long killed = postgres.pid();

            ProcessHandle.of(killed).orElseThrow().destroyForcibly();

            assertEquals(1, countOnceBack(postgres, killed));
        }
    }

    static final class Writer {
        private Writer() {}

        public static void main(String[] arguments) throws Exception {
            EmbeddedPostgres postgres =
                    EmbeddedPostgres.start(new PostgresSettings(Path.of(arguments[0]), Path.of(arguments[1])));
            PostgresRows.write(postgres);
            System.out.println("ready " + postgres.pid());
            Thread.currentThread().join();
        }
    }

    private static int countOnceBack(EmbeddedPostgres postgres, long killed) throws SQLException {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (postgres.pid() == killed && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
        return PostgresRows.count(postgres);
    }
}
