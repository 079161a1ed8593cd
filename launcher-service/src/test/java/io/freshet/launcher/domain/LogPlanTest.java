package io.freshet.launcher.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.freshet.contracts.event.LogChunk;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LogPlanTest {
    @Test
    void tells_what_is_new_in_pieces_that_a_chunk_can_hold() {
        assertEquals(new LogPlan.Wait(), LogPlan.next(10, 10, 1000, false));
        assertEquals(new LogPlan.Read(10, 5), LogPlan.next(10, 15, 1000, false));
        assertEquals(new LogPlan.Read(10, LogChunk.MAX_BYTES), LogPlan.next(10, Long.MAX_VALUE, Long.MAX_VALUE, false));
    }

    @Test
    void says_that_a_log_ends_when_all_of_it_is_told() {
        assertEquals(new LogPlan.End(10), LogPlan.next(10, 10, 1000, true));
        assertEquals(new LogPlan.End(10), LogPlan.next(10, 10, 10, true));
        assertEquals(new LogPlan.Read(9, 1), LogPlan.next(9, 10, 1000, true));
    }

    @Test
    void of_a_long_log_tells_the_beginning_while_it_grows_and_the_end_when_it_has_ended() {
        assertEquals(new LogPlan.Wait(), LogPlan.next(500, 5000, 1000, false));
        assertEquals(new LogPlan.Gap(500, 4000), LogPlan.next(500, 5000, 1000, true));
        assertEquals(new LogPlan.Read(4500, 500), LogPlan.next(501, 5000, 1000, true));
        assertEquals(new LogPlan.End(5000), LogPlan.next(5000, 5000, 1000, true));
    }

    @Test
    void however_long_a_log_is_and_whenever_it_ends_its_ends_are_told_once_within_the_limit() {
        for (int seed = 0; seed < 5_000; seed++) {
            Random random = new Random(seed);
            long limit = random.nextInt(12);
            long size = random.nextInt(30);
            long growing = random.nextLong(size + 1);
            StringBuilder heard = new StringBuilder();
            long told = 0;
            boolean ending = false;
            for (int step = 0; step < 100; step++) {
                LogPlan plan = LogPlan.next(told, ending ? size : growing, limit, ending);
                if (plan instanceof LogPlan.End) {
                    break;
                }
                switch (plan) {
                    case LogPlan.Read(long offset, int bytes) -> {
                        int some = 1 + random.nextInt(bytes);
                        for (long at = offset; at < offset + some; at++) {
                            heard.append((char) ('a' + at));
                        }
                        told = offset + some;
                    }
                    case LogPlan.Gap(long offset, long bytes) -> {
                        heard.append('-');
                        told = offset + 1;
                    }
                    case LogPlan.Wait _ -> ending = true;
                    case LogPlan.End _ -> throw new AssertionError("seed " + seed);
                }
            }
            assertEquals(expected(size, limit), heard.toString(), "seed " + seed);
        }
    }

    private static String expected(long size, long limit) {
        StringBuilder whole = new StringBuilder();
        for (long at = 0; at < size; at++) {
            whole.append((char) ('a' + at));
        }
        if (size <= limit) {
            return whole.toString();
        }
        int head = (int) limit / 2;
        return whole.substring(0, head) + "-" + whole.substring((int) (size - (limit - head)));
    }

    @Test
    void cuts_between_characters_only() {
        byte[] text = "aé東😀".getBytes(StandardCharsets.UTF_8);

        int[] whole = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10};
        for (int length = 0; length <= text.length; length++) {
            assertEquals(whole[length], WholeCharacters.length(text, length), "of " + length);
        }
    }

    @Test
    void waits_for_nothing_that_cannot_come() {
        byte[] junk = {'a', (byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80};
        byte[] invalid = {'a', (byte) 0xff};

        assertEquals(5, WholeCharacters.length(junk, 5));
        assertEquals(2, WholeCharacters.length(invalid, 2));
    }
}
