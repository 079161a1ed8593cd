package io.freshet.audit.jdbc.read;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class LastLinesTest {
    private static final int STORIES = 2_000;

    @Test
    void begins_where_a_person_would_begin_to_count_whatever_the_pieces() {
        for (int seed = 0; seed < STORIES; seed++) {
            Random random = new Random(seed);
            byte[] log = log(random);
            int lines = 1 + random.nextInt(6);

            long start = LastLines.start(pieces(log, random), lines);

            assertEquals(
                    naive(log, lines),
                    new String(log, (int) start, log.length - (int) start, StandardCharsets.UTF_8),
                    "seed " + seed);
        }
    }

    private static String naive(byte[] log, int wanted) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (char c : new String(log, StandardCharsets.UTF_8).toCharArray()) {
            line.append(c);
            if (c == '\n') {
                lines.add(line.toString());
                line.setLength(0);
            }
        }
        if (!line.isEmpty()) {
            lines.add(line.toString());
        }
        return String.join("", lines.subList(Math.max(0, lines.size() - wanted), lines.size()));
    }

    private static byte[] log(Random random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(40);
        for (int i = 0; i < length; i++) {
            text.append(random.nextInt(4) == 0 ? '\n' : 'a');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Without a gap, some overlapping, the last first. */
    private static List<LogPiece> pieces(byte[] log, Random random) {
        List<LogPiece> pieces = new ArrayList<>();
        for (int end = 0; end < log.length; ) {
            int start = Math.max(0, end - random.nextInt(3));
            int next = Math.min(log.length, Math.max(end, start) + 1 + random.nextInt(8));
            pieces.add(new LogPiece(
                    start, next - start, new String(log, start, next - start, StandardCharsets.UTF_8), false));
            end = next;
        }
        pieces.sort((one, other) -> one.position() != other.position()
                ? Long.compare(one.position(), other.position())
                : Integer.compare(one.bytes(), other.bytes()));
        Collections.reverse(pieces);
        return pieces;
    }
}
