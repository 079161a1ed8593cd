package io.freshet.contracts.event;

import io.freshet.contracts.data.Fingerprint;
import java.util.function.BiConsumer;

/** The text of a stored list: a header line, then a hash and what it belongs to in each line. Not thread-safe. */
final class ListText {
    private static final int LINE_CHARACTERS = 100;

    private final StringBuilder text = new StringBuilder(16 * LINE_CHARACTERS);

    ListText(String header) {
        text.append(header).append('\n');
    }

    /**
     * Visits the lines in their order.
     *
     * @throws IllegalArgumentException if the text has another header, or the visitor refuses a line; the message names the line
     */
    static void read(String header, String text, BiConsumer<String, String> visitor) {
        if (!text.startsWith(header + "\n") || !text.endsWith("\n")) {
            throw new IllegalArgumentException("the first line is not '%s', or the last has no end".formatted(header));
        }
        int start = header.length() + 1;
        for (int line = 2; start < text.length(); line++) {
            int end = text.indexOf('\n', start);
            int space = text.indexOf(' ', start);
            if (space < 0 || space > end) {
                throw new IllegalArgumentException("line %d is not '<sha256> <value>'".formatted(line));
            }
            try {
                visitor.accept(text.substring(start, space), text.substring(space + 1, end));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("line %d: %s".formatted(line, e.getMessage()), e);
            }
            start = end + 1;
        }
    }

    void add(Fingerprint hash, String value) {
        text.append(hash.hex()).append(' ').append(value).append('\n');
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
