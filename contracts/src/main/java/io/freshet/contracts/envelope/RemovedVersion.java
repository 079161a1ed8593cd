package io.freshet.contracts.envelope;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * Which version of a workflow a tombstone on {@code workflow-definitions} removes, in the header {@value #HEADER} as a decimal number. A
 * reader that knows of a newer version ignores the tombstone: it was written twice, or read again.
 */
public final class RemovedVersion {
    /** What a tombstone without the header removes: whatever is deployed. */
    public static final int ANY = Integer.MAX_VALUE;

    static final String HEADER = "freshet_removed_version";

    private RemovedVersion() {}

    /**
     * The headers of the tombstone that removes a version.
     *
     * @param version at least 1
     */
    public static List<Header> headers(int version) {
        return List.of(new RecordHeader(HEADER, Integer.toString(version).getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * The version that a tombstone removes; {@link #ANY} if it does not say.
     *
     * @throws UnreadableEventException if the header has no whole number of at least 1
     */
    public static int of(Headers headers) {
        Header header = headers.lastHeader(HEADER);
        if (header == null) {
            return ANY;
        }
        String text = header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
        try {
            int version = Integer.parseInt(text);
            if (version > 0) {
                return version;
            }
        } catch (NumberFormatException e) {
            throw new UnreadableEventException(unreadable(text), e);
        }
        throw new UnreadableEventException(unreadable(text));
    }

    private static String unreadable(String text) {
        return "header %s must be a version, a whole number from 1, and is '%.20s'".formatted(HEADER, text);
    }
}
