package io.freshet.contracts.text;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 500ms}, {@code 2s}, {@code 1h30m}, {@code 7d} (days of 24 hours), or ISO-8601 ({@code PT2S}). */
public final class DurationText {
    /** What {@link #parse} accepts, in words for error messages. */
    public static final String RULE = "write a number and a unit, such as 500ms, 2s, 10m, 1h30m or 7d";

    private static final Pattern PLAIN = Pattern.compile("(?:[0-9]{1,12}(?:ms|s|m|h|d))+");
    private static final Pattern PART = Pattern.compile("([0-9]+)(ms|s|m|h|d)");
    private static final int LONGEST_TEXT = 64;

    private DurationText() {}

    /** The duration, which may be zero but never negative; empty if the text is none. */
    public static Optional<Duration> parse(String text) {
        if (text.length() > LONGEST_TEXT) {
            return Optional.empty();
        }
        if (!PLAIN.matcher(text).matches()) {
            return iso(text);
        }
        Duration sum = Duration.ZERO;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            sum = sum.plus(duration(Long.parseLong(part.group(1)), part.group(2)));
        }
        return Optional.of(sum);
    }

    /** The shortest plain form, such as {@code 90s} for a minute and a half; whole milliseconds, the rest is cut off. */
    public static String format(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1_000 != 0) {
            return millis + "ms";
        }
        long seconds = millis / 1_000;
        if (seconds == 0 || seconds % 60 != 0) {
            return seconds + "s";
        }
        if (seconds % 86_400 == 0) {
            return seconds / 86_400 + "d";
        }
        return seconds % 3_600 == 0 ? seconds / 3_600 + "h" : seconds / 60 + "m";
    }

    private static Duration duration(long amount, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    private static Optional<Duration> iso(String text) {
        try {
            return text.startsWith("P") || text.startsWith("p")
                    ? Optional.of(Duration.parse(text)).filter(duration -> !duration.isNegative())
                    : Optional.empty();
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }
}
