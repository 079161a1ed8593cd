package io.freshet.audit.domain;

/**
 * Partition keys by their text.
 *
 * @param from the first that may be in it
 * @param to the last that may be in it
 */
public record KeyRange(String from, String to) {
    /** Behind everything that a key is written with. */
    private static final String LAST = "~";

    /** This one only. */
    static KeyRange of(String key) {
        return new KeyRange(key, key);
    }

    /** All that begin with something from one text to another. */
    static KeyRange between(String from, String to) {
        return new KeyRange(from, to + LAST);
    }
}
