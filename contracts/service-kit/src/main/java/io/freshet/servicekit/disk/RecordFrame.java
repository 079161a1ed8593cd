package io.freshet.servicekit.disk;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * The form of a record on disk: one line with the version of the format, the length and the CRC-32C of what follows, and then the content.
 * So a reader distinguishes a whole record from an empty, cut, overwritten or foreign file, and from one of a later release.
 */
public final class RecordFrame {
    private static final Pattern HEADER_LINE =
            Pattern.compile("freshet-record (\\d{1,9}) bytes=(\\d{1,10}) crc32c=([0-9a-f]{8})");
    private static final int VERSION = 1;
    private static final int LONGEST_HEADER = 80;

    private RecordFrame() {}

    /** The record with its frame. */
    public static byte[] wrap(byte[] content) {
        byte[] header = "freshet-record %d bytes=%d crc32c=%08x\n"
                .formatted(VERSION, content.length, checksum(content))
                .getBytes(StandardCharsets.US_ASCII);
        byte[] framed = Arrays.copyOf(header, header.length + content.length);
        System.arraycopy(content, 0, framed, header.length, content.length);
        return framed;
    }

    /** The content; empty if this is not a whole record in a form that is known here. */
    public static Optional<byte[]> unwrap(byte[] framed) {
        int end = 0;
        while (end < framed.length && end < LONGEST_HEADER && framed[end] != '\n') {
            end++;
        }
        Matcher header = HEADER_LINE.matcher(new String(framed, 0, end, StandardCharsets.US_ASCII));
        if (!header.matches() || end == framed.length || Integer.parseInt(header.group(1)) != VERSION) {
            return Optional.empty();
        }
        byte[] content = Arrays.copyOfRange(framed, end + 1, framed.length);
        boolean isWhole = content.length == Long.parseLong(header.group(2))
                && checksum(content) == Long.parseLong(header.group(3), 16);
        return isWhole ? Optional.of(content) : Optional.empty();
    }

    private static long checksum(byte[] content) {
        CRC32C checksum = new CRC32C();
        checksum.update(content);
        return checksum.getValue();
    }
}
