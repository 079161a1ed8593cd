package io.freshet.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresLogTest {

    @TempDir
    Path directory;

    @Test
    void keeps_two_bounded_files_however_much_is_printed() throws IOException {
        Path file = directory.resolve("postgres.log");
        byte[] much = new byte[(int) (3 * PostgresLog.LIMIT_BYTES + 100)];
        Arrays.fill(much, (byte) 'x');
        byte[] end = "the end\n".getBytes(StandardCharsets.UTF_8);
        System.arraycopy(end, 0, much, much.length - end.length, end.length);

        PostgresLog log = PostgresLog.follow(new ByteArrayInputStream(much), file);
        log.awaitEnd();

        assertTrue(log.tail().endsWith("xthe end"));
        assertTrue(Files.size(file) <= PostgresLog.LIMIT_BYTES);
        assertTrue(Files.size(directory.resolve("postgres.log.1")) <= PostgresLog.LIMIT_BYTES);
        try (var files = Files.list(directory)) {
            assertEquals(2, files.count());
        }
    }

    @Test
    void tells_the_end_of_this_server_and_goes_on_reading_when_the_file_cannot_be_written() {
        PostgresLog log = PostgresLog.follow(
                new ByteArrayInputStream("FATAL: no\n".getBytes(StandardCharsets.UTF_8)),
                directory.resolve("missing/postgres.log"));

        assertEquals("FATAL: no", log.tail());
    }
}
