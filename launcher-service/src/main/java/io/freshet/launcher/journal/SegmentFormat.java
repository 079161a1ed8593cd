package io.freshet.launcher.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The form of a journal's file. It begins with a header, which says the version and, twice, the file's own random marker; then come frames,
 * each with the marker, the length and the CRC-32C of its payload. The marker is where reading goes on after a damaged frame. It is random,
 * so that nobody can write text that is taken for a frame there.
 *
 * <pre>
 * header   magic (16) marker (16) crc32c (4) marker (16) crc32c (4)
 * frame    marker (16) length (4) crc32c of length and payload (4) payload
 * </pre>
 */
final class SegmentFormat {
    static final int MARKER_BYTES = 16;
    static final int HEADER_BYTES = 16 + 2 * (MARKER_BYTES + Integer.BYTES);
    static final int FRAME_BYTES = MARKER_BYTES + 2 * Integer.BYTES;
    /** More than the end of an attempt with as many outputs as one may have, which are reported in parts. */
    static final int MAX_PAYLOAD_BYTES = 32 * 1024 * 1024;

    private static final byte[] MAGIC = "freshet-journal1".getBytes(StandardCharsets.US_ASCII);

    private SegmentFormat() {}

    /** A whole frame. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Frame(int offset, int length, byte[] payload) {}

    /**
     * What was read.
     *
     * @param end where to go on when the file has grown
     * @param damaged how many stretches were passed over
     */
    record Scan(List<Frame> frames, int end, int damaged) {
        Scan {
            frames = List.copyOf(frames);
        }
    }

    static byte[] header(byte[] marker) {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).put(MAGIC);
        for (int copy = 0; copy < 2; copy++) {
            header.put(marker).putInt(checksum(marker));
        }
        return header.array();
    }

    /** The marker of a file; empty if the file's beginning is not there, or not readable in both copies. */
    static Optional<byte[]> marker(byte[] file) {
        for (int copy = 0; copy < 2; copy++) {
            int begin = MAGIC.length + copy * (MARKER_BYTES + Integer.BYTES);
            if (file.length >= begin + MARKER_BYTES + Integer.BYTES) {
                byte[] marker = Arrays.copyOfRange(file, begin, begin + MARKER_BYTES);
                if (checksum(marker) == ByteBuffer.wrap(file).getInt(begin + MARKER_BYTES)) {
                    return Optional.of(marker);
                }
            }
        }
        return Optional.empty();
    }

    /**
     * @throws IllegalArgumentException if the payload is larger than {@link #MAX_PAYLOAD_BYTES}
     */
    static byte[] frame(byte[] marker, byte[] payload) {
        if (payload.length > MAX_PAYLOAD_BYTES) {
            throw new IllegalArgumentException(
                    "an entry of %d bytes is larger than %d".formatted(payload.length, MAX_PAYLOAD_BYTES));
        }
        return ByteBuffer.allocate(FRAME_BYTES + payload.length)
                .put(marker)
                .putInt(payload.length)
                .putInt(checksum(payload))
                .put(payload)
                .array();
    }

    /** The payload of a frame that was read alone; empty if it is damaged. */
    static Optional<byte[]> payload(byte[] frame) {
        if (frame.length < FRAME_BYTES || lengthAt(frame, 0) != frame.length - FRAME_BYTES) {
            return Optional.empty();
        }
        return intact(frame, 0, frame.length);
    }

    /**
     * Reads on from an offset. What is behind the last whole frame may still be being written, and is left for the next time; what is
     * before a whole one is passed over.
     *
     * @param bytes of the file, from {@code base} on
     */
    static Scan scan(byte[] marker, byte[] bytes, int base) {
        List<Frame> frames = new ArrayList<>();
        int damaged = 0;
        int at = 0;
        int next = wholeFrom(marker, bytes, 0);
        while (next >= 0) {
            if (next > at) {
                damaged++;
            }
            int length = FRAME_BYTES + lengthAt(bytes, next);
            frames.add(new Frame(base + next, length, Arrays.copyOfRange(bytes, next + FRAME_BYTES, next + length)));
            at = next + length;
            next = wholeFrom(marker, bytes, at);
        }
        return new Scan(frames, base + at, damaged);
    }

    /** The offset of the first whole frame that begins there or later; negative if there is none. */
    private static int wholeFrom(byte[] marker, byte[] bytes, int from) {
        int at = indexOf(marker, bytes, from);
        while (at >= 0) {
            if (bytes.length - at >= FRAME_BYTES) {
                long length = lengthAt(bytes, at);
                if (length >= 0
                        && length <= MAX_PAYLOAD_BYTES
                        && at + FRAME_BYTES + length <= bytes.length
                        && intact(bytes, at, FRAME_BYTES + (int) length).isPresent()) {
                    return at;
                }
            }
            at = indexOf(marker, bytes, at + 1);
        }
        return -1;
    }

    private static Optional<byte[]> intact(byte[] bytes, int at, int length) {
        byte[] payload = Arrays.copyOfRange(bytes, at + FRAME_BYTES, at + length);
        int expected = ByteBuffer.wrap(bytes).getInt(at + MARKER_BYTES + Integer.BYTES);
        return checksum(payload) == expected ? Optional.of(payload) : Optional.empty();
    }

    private static int lengthAt(byte[] bytes, int at) {
        return ByteBuffer.wrap(bytes).getInt(at + MARKER_BYTES);
    }

    private static int indexOf(byte[] marker, byte[] bytes, int from) {
        for (int at = from; at <= bytes.length - marker.length; at++) {
            if (Arrays.equals(bytes, at, at + marker.length, marker, 0, marker.length)) {
                return at;
            }
        }
        return -1;
    }

    /** Of the length and the content, so that neither can be taken for another's. */
    private static int checksum(byte[] content) {
        CRC32C checksum = new CRC32C();
        checksum.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, content.length));
        checksum.update(content);
        return (int) checksum.getValue();
    }
}
