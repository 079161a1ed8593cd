package io.freshet.servicekit.disk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecordFrameTest {
    private static final int[] LENGTHS = {0, 1, 9, 10, 255, 1_000};
    private static final int FOREIGN = 5_000;

    private final Random random = new Random(17);

    @Test
    void what_was_wrapped_is_unwrapped() {
        for (int length : LENGTHS) {
            byte[] content = content(length);
            assertArrayEquals(
                    content, RecordFrame.unwrap(RecordFrame.wrap(content)).orElseThrow());
        }
    }

    @Test
    void a_bit_that_has_turned_over_anywhere_is_noticed() {
        for (int length : LENGTHS) {
            byte[] framed = RecordFrame.wrap(content(length));
            for (int bit = 0; bit < framed.length * 8; bit++) {
                byte[] damaged = framed.clone();
                damaged[bit / 8] ^= (byte) (1 << bit % 8);
                int at = bit;
                assertFalse(RecordFrame.unwrap(damaged).isPresent(), () -> "length " + length + ", bit " + at);
            }
        }
    }

    @Test
    void a_record_that_is_cut_or_goes_on_is_noticed() {
        for (int length : LENGTHS) {
            byte[] framed = RecordFrame.wrap(content(length));
            for (int end = 0; end < framed.length; end++) {
                assertFalse(RecordFrame.unwrap(Arrays.copyOf(framed, end)).isPresent());
            }
            assertFalse(
                    RecordFrame.unwrap(Arrays.copyOf(framed, framed.length + 1)).isPresent());
        }
    }

    @Test
    void blocks_that_never_reached_the_device_are_noticed() {
        byte[] framed = RecordFrame.wrap(content(1_000));
        for (int from = 0; from < framed.length; from += 64) {
            byte[] damaged = framed.clone();
            Arrays.fill(damaged, from, Math.min(framed.length, from + 512), (byte) 0);
            assertFalse(RecordFrame.unwrap(damaged).isPresent());
        }
    }

    @Test
    void a_record_over_which_a_shorter_one_was_written_is_noticed() {
        byte[] framed = RecordFrame.wrap(content(300));
        byte[] shorter = RecordFrame.wrap(content(200));
        System.arraycopy(shorter, 0, framed, 0, shorter.length);

        assertEquals(Optional.empty(), RecordFrame.unwrap(framed));
    }

    @Test
    void a_record_of_a_later_release_is_none() {
        String framed = new String(RecordFrame.wrap(content(0)), StandardCharsets.US_ASCII);

        assertEquals(
                Optional.empty(),
                RecordFrame.unwrap(framed.replace("record 1", "record 2").getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void whatever_else_there_is_is_no_record() {
        for (int i = 0; i < FOREIGN; i++) {
            byte[] foreign = content(random.nextInt(200));
            byte[] begun = "freshet-record 1 bytes=10 crc32c=".getBytes(StandardCharsets.US_ASCII);
            if (random.nextBoolean()) {
                System.arraycopy(begun, 0, foreign, 0, Math.min(begun.length, foreign.length));
            }
            assertEquals(Optional.empty(), RecordFrame.unwrap(foreign));
        }
    }

    private byte[] content(int length) {
        byte[] content = new byte[length];
        random.nextBytes(content);
        return content;
    }
}
