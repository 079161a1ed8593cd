package io.freshet.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StartReportTest {
    @TempDir
    private Path directory;

    private DataDirectory data;

    @BeforeEach
    void create() throws IOException {
        data = new DataDirectory(directory);
        data.create();
    }

    @Test
    void tells_what_is_ready_and_why_it_failed_of_the_last_start_only() throws IOException {
        StartReport.begin(data).failed("an earlier start");
        StartReport report = StartReport.begin(data);
        report.ready("PostgreSQL");
        report.ready("audit");
        StartReport.Read half = StartReport.read(data).orElseThrow();
        assertEquals(List.of("PostgreSQL", "audit"), half.ready());
        assertEquals(null, half.failure());
        assertTrue(half.isAlive());

        report.failed("two\n  lines\r\n");

        assertEquals("two; lines", StartReport.read(data).orElseThrow().failure());
    }

    @Test
    void however_it_is_cut_it_can_be_read() throws IOException {
        StartReport report = StartReport.begin(data);
        report.ready("Kafka broker");
        report.failed("it broke");
        byte[] whole = Files.readAllBytes(data.start());
        for (int length = 0; length <= whole.length; length++) {
            Files.write(data.start(), java.util.Arrays.copyOf(whole, length));
            StartReport.read(data);
        }
        Files.write(data.start(), new byte[0]);
        assertEquals(Optional.empty(), StartReport.read(data));
        Files.delete(data.start());
        assertEquals(Optional.empty(), StartReport.read(data));
    }
}
