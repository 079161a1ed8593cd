package io.freshet.testkit;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoldenTest {
    @TempDir
    private Path directory;

    @Test
    void names_the_first_line_that_differs() throws IOException {
        Path file = Files.writeString(directory.resolve("kept.txt"), "one\ntwo\n");

        AssertionError differs = assertThrows(AssertionError.class, () -> Golden.check(file, "one\nthree\n"));

        assertTrue(differs.getMessage().contains("from line 2"), differs.getMessage());
        assertTrue(differs.getMessage().contains("-D" + Golden.UPDATE), differs.getMessage());
        assertDoesNotThrow(() -> Golden.check(file, "one\ntwo\n"));
    }

    @Test
    void a_missing_file_is_told() {
        assertThrows(AssertionError.class, () -> Golden.check(directory.resolve("missing.txt"), "text"));
    }
}
