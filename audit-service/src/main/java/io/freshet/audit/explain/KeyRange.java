package io.freshet.audit.explain;

import java.util.List;

/**
 * Partition keys by their text.
 *
 * @param from the first that may be in it
 * @param to the last that may be in it
 * @param parts what {@code /key/} contains of every key in it
 */
public record KeyRange(String from, String to, List<String> parts) {
    /** Behind everything that a key is written with. */
    private static final String LAST = "~";

    public KeyRange {
        parts = List.copyOf(parts);
    }

    /** This one only. */
    static KeyRange of(String key) {
        return new KeyRange(key, key, List.of());
    }

    /** All that begin with something from one text to another and contain these parts. */
    static KeyRange between(String from, String to, List<String> parts) {
        return new KeyRange(from, to + LAST, parts);
    }
}
