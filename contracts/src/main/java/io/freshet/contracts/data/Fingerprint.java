package io.freshet.contracts.data;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * A SHA-256 in 64 lower-case hexadecimal digits: of a file's content, or of a manifest's text and then the identity of what
 * a partition contains.
 */
public record Fingerprint(String hex) implements Comparable<Fingerprint> {
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

    public Fingerprint {
        if (!HEX.matcher(hex).matches()) {
            throw new IllegalArgumentException("'%s' is not a SHA-256 in 64 hexadecimal digits".formatted(hex));
        }
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
