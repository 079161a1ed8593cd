package io.freshet.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresIT {

    @TempDir(factory = TraversableDirectory.class)
    static Path binaries;

    @TempDir(factory = TraversableDirectory.class)
    Path directory;

    @Test
    void keeps_rows_over_a_restart() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(settings())) {
            PostgresRows.write(postgres);
        }

        try (EmbeddedPostgres again = EmbeddedPostgres.start(settings())) {
            assertEquals(1, PostgresRows.count(again));
        }
    }

    @Test
    void is_user_nobody_where_root_has_no_other_way() throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"));
        PostgresCluster.open(settings(), RunAs.NOBODY);

        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(settings())) {
            PostgresRows.write(postgres);

            assertEquals(RunAs.NOBODY_ID, Permissions.owner(directory.resolve("cluster")));
            assertEquals(1, PostgresRows.count(postgres));
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
}
