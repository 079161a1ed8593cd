package io.freshet.cli.output;

import io.freshet.contracts.partition.PercentEncoding;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Partitions as people write them: {@code name=Zürich} instead of {@code name=Z%C3%BCrich}. What results can be given to any command
 * again, and be pasted into a shell without quotes if what was encoded could: signs that mean something to a shell stay encoded.
 */
public final class ReadableKey {
    private static final Pattern ENCODED = Pattern.compile("(?:%[0-9A-F]{2})+");
    /** ASCII that is encoded in keys and harmless in a shell. */
    private static final String HARMLESS = "[]=^~";

    private ReadableKey() {}

    /** A text with partition keys in it, such as an instance, or a sentence about one. */
    public static String of(Object text) {
        Matcher encoded = ENCODED.matcher(text.toString());
        return encoded.replaceAll(run -> Matcher.quoteReplacement(decoded(run.group())));
    }

    private static String decoded(String run) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(PercentEncoding.decodeBytes(run)))
                    .toString();
        } catch (CharacterCodingException e) {
            return run;
        }
        StringBuilder readable = new StringBuilder();
        text.codePoints()
                .forEach(c -> readable.append(
                        isReadable(c)
                                ? Character.toString(c)
                                : PercentEncoding.encode(Character.toString(c), PercentEncoding.KEY_VALUE)));
        return readable.toString();
    }

    private static boolean isReadable(int c) {
        return c < 0x80
                ? HARMLESS.indexOf(c) >= 0
                : switch (Character.getType(c)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.SURROGATE,
                            Character.PRIVATE_USE,
                            Character.UNASSIGNED,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR,
                            Character.SPACE_SEPARATOR -> false;
                    default -> true;
                };
    }
}
