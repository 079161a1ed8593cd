package io.freshet.launcher.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.freshet.contracts.event.LogChunk;
import java.nio.charset.StandardCharsets;
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
    void keeps_the_rest_of_a_long_log_for_a_note_at_its_end() {
        assertEquals(new LogPlan.Wait(), LogPlan.next(1000, 5000, 1000, false));
        assertEquals(new LogPlan.Note(1000, 5000), LogPlan.next(1000, 5000, 1000, true));
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
