package io.freshet.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresIT {

    @TempDir
    static Path binaries;

    @TempDir
    Path directory;

    @BeforeAll
    static void openBinaries() throws Exception {
        Permissions.traversable(binaries);
    }

    @BeforeEach
    void openDirectory() throws Exception {
        Permissions.traversable(directory);
    }

    @Test
    void keeps_rows_over_a_restart() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(settings())) {
            write(postgres);
        }

        try (EmbeddedPostgres again = EmbeddedPostgres.start(settings())) {
            assertEquals(1, rows(again));
        }
    }

    @Test
    void stops_the_orphan_of_a_killed_jvm_and_keeps_its_rows() throws Exception {
        OtherJvm other = OtherJvm.run(Writer.class, directory.toString(), binaries.toString());
        other.kill();
        ProcessHandle orphan = ProcessHandle.of(Long.parseLong(other.line())).orElseThrow();

        try (EmbeddedPostgres again = EmbeddedPostgres.start(settings())) {
            assertFalse(RunningProcesses.contain(orphan));
            assertEquals(1, rows(again));
        }
    }

    @Test
    void starts_a_server_that_was_killed_again() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(settings())) {
            write(postgres);
            long killed = postgres.pid();

            ProcessHandle.of(killed).orElseThrow().destroyForcibly();

            assertEquals(1, rowsOnceBack(postgres, killed));
        }
    }

    @Test
    void is_user_nobody_where_root_has_no_other_way() throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"));
        PostgresCluster.open(settings(), RunAs.NOBODY);

        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(settings())) {
            write(postgres);

            assertEquals(RunAs.NOBODY_ID, Permissions.owner(directory.resolve("cluster")));
            assertEquals(1, rows(postgres));
        }
    }

    @Test
    void keeps_its_password_to_itself() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(settings().withoutDurability())) {
            assertEquals(
                    "rw-------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("password"))));
            assertThrows(
                    SQLException.class,
                    () -> DriverManager.getConnection(postgres.jdbcUrl("postgres"), postgres.user(), "guess"));
        }
    }

    @Test
    void refuses_a_directory_in_use_and_a_strange_database_name() {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(settings().withoutDurability())) {
            assertThrows(EmbeddedServerException.class, () -> EmbeddedPostgres.start(settings()));
            assertThrows(IllegalArgumentException.class, () -> postgres.createDatabase("x; drop"));
        }
    }

    private PostgresSettings settings() {
        return new PostgresSettings(directory, binaries);
    }

    static final class Writer {

        private Writer() {}

        public static void main(String[] arguments) throws Exception {
            EmbeddedPostgres postgres =
                    EmbeddedPostgres.start(new PostgresSettings(Path.of(arguments[0]), Path.of(arguments[1])));
            write(postgres);
            System.out.println("ready " + postgres.pid());
            Thread.currentThread().join();
        }
    }

    private static void write(EmbeddedPostgres postgres) throws SQLException {
        postgres.createDatabase("audit");
        String url = postgres.createDatabase("audit");
        try (Connection connection = DriverManager.getConnection(url, postgres.user(), postgres.password());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t AS SELECT 1 AS n");
        }
    }

    private static int rows(EmbeddedPostgres postgres) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(postgres.jdbcUrl("audit"), postgres.user(), postgres.password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM t")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static int rowsOnceBack(EmbeddedPostgres postgres, long killed) throws SQLException {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (postgres.pid() == killed && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
        return rows(postgres);
    }
}
