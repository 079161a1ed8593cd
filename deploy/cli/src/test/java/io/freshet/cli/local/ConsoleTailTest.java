package io.freshet.cli.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConsoleTailTest {
    @TempDir
    private Path directory;

    @Test
    void has_the_last_words_of_this_process_without_frames() throws IOException {
        Path console = directory.resolve("console.log");
        Files.writeString(console, "an earlier start\n");
        long before = ConsoleTail.end(console);
        Files.writeString(
                console, "an earlier start\n1\n2\n3\n4\njava.lang.Error: no\n\tat a.B.c(B.java:1)\n\n\t... 5 more\n");

        assertEquals(List.of("1", "2", "3", "4", "java.lang.Error: no"), ConsoleTail.lines(console, before));
    }

    @Test
    void of_a_file_that_was_emptied_meanwhile_all_is_new_and_no_file_says_nothing() throws IOException {
        Path console = directory.resolve("console.log");
        assertEquals(List.of(), ConsoleTail.lines(console, 0));
        Files.writeString(console, "Terminating due to java.lang.OutOfMemoryError\n");

        assertEquals(List.of("Terminating due to java.lang.OutOfMemoryError"), ConsoleTail.lines(console, 10_000));
    }
}
