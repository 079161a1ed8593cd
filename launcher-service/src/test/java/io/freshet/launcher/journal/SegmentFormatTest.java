package io.freshet.launcher.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SegmentFormatTest {
    private static final byte[] MARKER = Arrays.copyOf(new byte[] {7, 1, 9}, SegmentFormat.MARKER_BYTES);

    private final Random random = new Random(17);
    private final List<byte[]> payloads = new ArrayList<>();

    @Test
    void reads_from_every_prefix_exactly_the_frames_that_are_whole_in_it() {
        byte[] file = frames(12);
        for (int length = 0; length <= file.length; length++) {
            SegmentFormat.Scan scan = SegmentFormat.scan(MARKER, Arrays.copyOf(file, length), 0);

            int whole = 0;
            int end = 0;
            while (whole < payloads.size() && end + SegmentFormat.FRAME_BYTES + payloads.get(whole).length <= length) {
                end += SegmentFormat.FRAME_BYTES + payloads.get(whole).length;
                whole++;
            }
            assertRead(payloads.subList(0, whole), scan);
            assertEquals(end, scan.end());
            assertEquals(0, scan.damaged());
        }
    }

    @Test
    void loses_no_other_frame_to_a_flipped_bit() {
        byte[] file = frames(6);
        for (int bit = 0; bit < file.length * 8; bit++) {
            byte[] flipped = file.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);

            SegmentFormat.Scan scan = SegmentFormat.scan(MARKER, flipped, 0);

            List<byte[]> others = new ArrayList<>(payloads);
            others.remove(frameAt(bit / 8));
            assertRead(others, scan);
        }
    }

    @Test
    void goes_on_behind_zeros_and_foreign_bytes() {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(SegmentFormat.frame(MARKER, new byte[] {1}));
        file.writeBytes(new byte[100]);
        file.writeBytes(MARKER);
        file.writeBytes(SegmentFormat.frame(MARKER, new byte[] {2}));

        SegmentFormat.Scan scan = SegmentFormat.scan(MARKER, file.toByteArray(), 0);

        assertRead(List.of(new byte[] {1}, new byte[] {2}), scan);
        assertEquals(1, scan.damaged());
    }

    @Test
    void believes_no_frame_of_another_file() {
        byte[] others = MARKER.clone();
        others[0]++;

        SegmentFormat.Scan scan = SegmentFormat.scan(MARKER, SegmentFormat.frame(others, new byte[] {1}), 0);

        assertTrue(scan.frames().isEmpty());
        assertEquals(0, scan.end());
    }

    @Test
    void has_its_marker_though_any_bit_of_the_header_is_flipped() {
        byte[] header = SegmentFormat.header(MARKER);
        for (int bit = 0; bit < header.length * 8; bit++) {
            byte[] flipped = header.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);

            assertArrayEquals(MARKER, SegmentFormat.marker(flipped).orElseThrow());
        }
        assertTrue(SegmentFormat.marker(new byte[SegmentFormat.HEADER_BYTES]).isEmpty());
        assertTrue(SegmentFormat.marker(new byte[3]).isEmpty());
    }

    @Test
    void takes_no_payload_beyond_its_bound() {
        byte[] large = new byte[SegmentFormat.MAX_PAYLOAD_BYTES + 1];

        assertThrows(IllegalArgumentException.class, () -> SegmentFormat.frame(MARKER, large));
    }

    private byte[] frames(int count) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            byte[] payload = new byte[random.nextInt(40)];
            random.nextBytes(payload);
            payloads.add(payload);
            file.writeBytes(SegmentFormat.frame(MARKER, payload));
        }
        return file.toByteArray();
    }

    private int frameAt(int offset) {
        int end = 0;
        for (int i = 0; i < payloads.size(); i++) {
            end += SegmentFormat.FRAME_BYTES + payloads.get(i).length;
            if (offset < end) {
                return i;
            }
        }
        throw new AssertionError(offset);
    }

    private static void assertRead(List<byte[]> expected, SegmentFormat.Scan scan) {
        assertEquals(
                expected.stream().map(Arrays::toString).toList(),
                scan.frames().stream()
                        .map(frame -> Arrays.toString(frame.payload()))
                        .toList());
    }
}
