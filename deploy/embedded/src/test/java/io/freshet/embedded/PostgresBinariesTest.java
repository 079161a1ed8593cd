package io.freshet.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresBinariesTest {

    @TempDir
    Path directory;

    @Test
    void unpacks_programs_once_and_replaces_a_directory_that_is_not_complete() throws IOException {
        Path home = PostgresBinaries.unpack(directory);
        Files.writeString(home.resolve("mark"), "");

        Path again = PostgresBinaries.unpack(directory);

        assertTrue(Files.isExecutable(again.resolve("bin/postgres")));
        assertTrue(Files.exists(again.resolve("mark")));
        assertEquals(List.of(home), children());

        Files.delete(home.resolve(".complete"));
        Files.delete(home.resolve("bin/postgres"));

        PostgresBinaries.unpack(directory);

        assertTrue(Files.isExecutable(home.resolve("bin/postgres")));
        assertEquals(List.of(home), children());
    }

    @Test
    void names_the_archive_of_the_platform() {
        assertEquals("/postgres-linux-x86_64.txz", PostgresBinaries.archive("Linux", "amd64"));
        assertEquals("/postgres-linux-arm_64.txz", PostgresBinaries.archive("Linux", "aarch64"));
        assertEquals("/postgres-darwin-arm_64.txz", PostgresBinaries.archive("Mac OS X", "aarch64"));
    }

    private List<Path> children() throws IOException {
        try (Stream<Path> list = Files.list(directory)) {
            return list.toList();
        }
    }
}
