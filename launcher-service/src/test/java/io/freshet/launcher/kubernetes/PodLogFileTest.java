package io.freshet.launcher.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PodLogFileTest {
    @TempDir
    Path directory;

    Path log;

    @BeforeEach
    void name() {
        log = directory.resolve("log");
    }

    @Test
    void leaves_the_times_out() throws IOException {
        PodLogFile file = new PodLogFile(log);

        send(file, "2026-01-05T06:00:00.1Z one\n2026-01-05T06:00:00.25Z two words\n2026-01-05T06:00:01Z \n");

        assertEquals("one\ntwo words\n\n", Files.readString(log));
        assertEquals(Instant.parse("2026-01-05T06:00:01Z"), file.since());
    }

    @Test
    void takes_no_half_line_of_a_stream_that_broke_off() throws IOException {
        PodLogFile file = new PodLogFile(log);

        send(file, "2026-01-05T06:00:00Z one\n2026-01-05T06:00:00Z tw");
        PodLogFile.Stream rest =
                send(file, "2026-01-05T06:00:00Z one\n2026-01-05T06:00:00Z two\n2026-01-05T06:00:02Z three");

        assertEquals("one\ntwo\n", Files.readString(log));
        rest.end();
        assertEquals("one\ntwo\nthree", Files.readString(log));
    }

    @Test
    void hears_nothing_more_of_a_stream_after_the_next_began() throws IOException {
        PodLogFile file = new PodLogFile(log);
        PodLogFile.Stream old = file.begin();

        send(file, "2026-01-05T06:00:00Z one\n");
        old.write("2026-01-05T06:00:00Z one\n".getBytes(StandardCharsets.UTF_8));

        assertEquals("one\n", Files.readString(log));
    }

    @Test
    void keeps_a_line_that_the_kubelet_told_in_parts() throws IOException {
        PodLogFile file = new PodLogFile(log);

        send(file, "2026-01-05T06:00:00Z first\nno time here\n2026-01-05T06:00:01Z last\n");

        assertEquals("first\nno time here\nlast\n", Files.readString(log));
    }

    @Test
    void takes_away_what_was_being_written_when_a_launcher_died() throws IOException {
        send(new PodLogFile(log), "2026-01-05T06:00:00Z one\n");
        Files.writeString(log.resolveSibling("log.read"), "100 2026-01-05T06:00:09Z 1\n3", StandardOpenOption.APPEND);
        Files.writeString(log, "tw", StandardOpenOption.APPEND);

        PodLogFile next = new PodLogFile(log);
        send(next, "2026-01-05T06:00:00Z one\n2026-01-05T06:00:01Z two\n");
        send(new PodLogFile(log), "2026-01-05T06:00:01Z two\n2026-01-05T06:00:01Z three\n");

        assertEquals("one\ntwo\nthree\n", Files.readString(log));
    }

    @Test
    void takes_a_line_without_an_end_in_parts_and_goes_on_with_it_after_a_restart() throws IOException {
        String time = "2026-01-05T06:00:00Z ";
        String endless = "0123456789\r".repeat(3 * PodLogFile.MOST_BUFFERED_BYTES / 11 + 1);

        send(new PodLogFile(log), time + "first\n" + time + endless);

        assertEquals(
                "first\n".length() + 3 * PodLogFile.MOST_BUFFERED_BYTES - time.length(),
                Files.size(log),
                "what is not yet a part is all that is kept back");
        send(new PodLogFile(log), time + "first\n" + time + endless + "end\n" + time + "last\n");
        assertEquals("first\n" + endless + "end\nlast\n", Files.readString(log));
    }

    /** A piece of the log may be a line, and has a line here: of a long log there may be millions. */
    @Test
    void goes_on_from_the_end_of_a_record_of_any_length() throws IOException {
        send(new PodLogFile(log), "2026-01-05T06:00:00Z one\n");
        Path record = log.resolveSibling("log.read");
        String last = Files.readString(record);
        try (RandomAccessFile file = new RandomAccessFile(record.toFile(), "rw")) {
            file.seek(1L << 40);
            file.writeBytes("\n" + last + "100 2026-01-05T06:00:09Z 1\n3");
        }

        PodLogFile next = new PodLogFile(log);

        assertEquals(Instant.parse("2026-01-05T06:00:00Z"), next.since());
        send(next, "2026-01-05T06:00:00Z one\n2026-01-05T06:00:01Z two\n");
        assertEquals("one\ntwo\n", Files.readString(log));
        assertEquals(Instant.parse("2026-01-05T06:00:01Z"), new PodLogFile(log).since());
    }

    @Test
    void loses_and_doubles_no_line_wherever_streams_break_and_launchers_die() throws IOException {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            Path file = directory.resolve("log-" + seed);
            List<String> lines = lines(random);
            PodLogFile reader = new PodLogFile(file);
            for (int stream = 0; stream < 8; stream++) {
                if (random.nextInt(3) == 0) {
                    reader = new PodLogFile(file);
                }
                int most = stream == 7 ? Integer.MAX_VALUE : random.nextInt(400);
                feed(reader, from(lines, reader.since()), most, random);
            }

            String all = lines.stream()
                    .map(line -> line.substring(line.indexOf(' ') + 1))
                    .collect(Collectors.joining());
            assertEquals(all, Files.readString(file), "seed " + seed);
        }
    }

    /** Lines of which many have the same time. */
    private static List<String> lines(Random random) {
        List<String> lines = new ArrayList<>();
        Instant at = Instant.parse("2026-01-05T06:00:00Z");
        for (int i = 0; i < 40; i++) {
            at = random.nextBoolean() ? at : at.plusMillis(random.nextInt(1_500));
            lines.add("%s line %d of the log%n".formatted(at, random.nextInt(3)));
        }
        return lines;
    }

    /** As the API server answers: from a whole second on. */
    private static String from(List<String> lines, Instant since) {
        return lines.stream()
                .filter(line -> !Instant.parse(line.substring(0, line.indexOf(' ')))
                        .isBefore(Instant.ofEpochSecond(since.getEpochSecond())))
                .collect(Collectors.joining());
    }

    private static void feed(PodLogFile file, String text, int most, Random random) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        PodLogFile.Stream stream = file.begin();
        for (int at = 0; at < Math.min(bytes.length, most); ) {
            int piece = Math.min(Math.min(bytes.length, most) - at, 1 + random.nextInt(90));
            stream.write(bytes, at, piece);
            at += piece;
        }
    }

    private static PodLogFile.Stream send(PodLogFile file, String text) throws IOException {
        PodLogFile.Stream stream = file.begin();
        stream.write(text.getBytes(StandardCharsets.UTF_8));
        return stream;
    }
}
