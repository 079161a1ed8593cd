package io.freshet.contracts.data;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A SHA-256 in 64 lower-case hexadecimal digits: of a file's content, or of a manifest's text and then the identity of what
 * a partition contains.
 */
public record Fingerprint(String hex) implements Comparable<Fingerprint> {
    private static final int DIGITS = 64;
    private static final boolean[] IS_DIGIT = new boolean[128];

    static {
        "0123456789abcdef".chars().forEach(digit -> IS_DIGIT[digit] = true);
    }

    public Fingerprint {
        if (!isHex(hex)) {
            throw new IllegalArgumentException("'%s' is not a SHA-256 in 64 hexadecimal digits".formatted(hex));
        }
    }

    /** By a table: millions are read, and of random digits no branch is foreseen. */
    private static boolean isHex(String text) {
        boolean hex = text.length() == DIGITS;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            hex &= c < IS_DIGIT.length && IS_DIGIT[c];
        }
        return hex;
    }

    @JsonCreator
    public static Fingerprint parse(String hex) {
        return new Fingerprint(hex);
    }

    /** The first eight digits, for people. */
    public String brief() {
        return hex.substring(0, 8);
    }

    @Override
    public int compareTo(Fingerprint other) {
        return hex.compareTo(other.hex);
    }

    @Override
    @JsonValue
    public String toString() {
        return hex;
    }
}
