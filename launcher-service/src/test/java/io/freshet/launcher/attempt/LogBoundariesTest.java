package io.freshet.launcher.attempt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.freshet.launcher.attempt.LogBoundaries.Last;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogBoundariesTest {
    @TempDir
    Path directory;

    private LogBoundaries boundaries;

    @BeforeEach
    void name() {
        boundaries = new LogBoundaries(directory.resolve("log.sent"));
    }

    @Test
    void knows_the_last_chunk_that_was_written_down() throws IOException {
        assertEquals(new Last(0, 0), boundaries.last());

        boundaries.append(40);
        assertEquals(new Last(0, 40), boundaries.last());

        boundaries.append(100);
        boundaries.append(Long.MAX_VALUE);
        assertEquals(new Last(100, Long.MAX_VALUE), boundaries.last());
    }

    @Test
    void leaves_out_a_line_that_is_not_whole() throws IOException {
        boundaries.append(40);
        Files.writeString(boundaries.file(), "9", StandardOpenOption.APPEND);

        assertEquals(new Last(0, 40), boundaries.last());
    }

    @Test
    void reads_the_end_of_the_file_only_however_long_it_is() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(boundaries.file().toFile(), "rw")) {
            file.setLength(1L << 40);
            file.seek(1L << 40);
            file.writeBytes("\n");
        }
        boundaries.append(Long.MAX_VALUE - 1);
        boundaries.append(Long.MAX_VALUE);

        assertEquals(new Last(Long.MAX_VALUE - 1, Long.MAX_VALUE), boundaries.last());
    }
}
