package io.freshet.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresProgramsTest {
    @TempDir
    private Path directory;

    @Test
    void modules_of_one_project_share_them() throws IOException {
        Path project = Files.createDirectories(directory.resolve("project"));
        Path module = Files.createDirectories(project.resolve("deploy").resolve("standalone"));
        Files.createFile(project.resolve("pom.xml"));
        Files.createFile(project.resolve("deploy").resolve("pom.xml"));

        assertEquals(project, PostgresPrograms.build(module));
        assertEquals(project, PostgresPrograms.build(project));
    }

    @Test
    void a_data_directory_has_them_by_a_link() throws IOException {
        Path name = directory.resolve("data").resolve("postgres-binaries");

        PostgresPrograms.link(name);

        assertTrue(Files.isSymbolicLink(name));
        assertEquals(PostgresPrograms.directory().toRealPath(), name.toRealPath());
        Files.delete(name);
    }
}
