package io.freshet.contracts.partition;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;

/**
 * The value of a dimension and the same value in the written form of a path, where {@code %}, control characters and what is no UTF-8 are
 * escaped: the file {@code 50%.csv} is written {@code 50%25.csv}, and its value is {@code 50%}.
 */
public final class PathValue {
    private static final int ESCAPE = 3;

    private PathValue() {}

    /** The value that a part of a path has, or the names that a path has; what is no UTF-8 stays in its written form. */
    public static String decoded(String written) {
        if (written.indexOf('%') < 0) {
            return written;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(PercentEncoding.decodeBytes(written)))
                    .toString();
        } catch (CharacterCodingException | IllegalArgumentException e) {
            return written;
        }
    }

    /** How a value is written in a path. */
    static String written(String value) {
        if (value.chars().noneMatch(PathValue::isEscaped)) {
            return value;
        }
        StringBuilder written = new StringBuilder(value.length() + ESCAPE);
        value.codePoints().forEach(c -> {
            String character = Character.toString(c);
            written.append(
                    isEscaped(c)
                            ? PercentEncoding.encode(character.getBytes(StandardCharsets.UTF_8), new BitSet())
                            : character);
        });
        return written.toString();
    }

    /** Behind the character that a path has at a position: an escape is one. */
    static int next(String path, int position) {
        boolean escape = path.charAt(position) == '%' && position + ESCAPE <= path.length();
        return position + (escape ? ESCAPE : Character.charCount(path.codePointAt(position)));
    }

    private static boolean isEscaped(int c) {
        return c == '%' || Character.isISOControl(c);
    }
}
