package io.freshet.contracts.partition;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Optional;

/**
 * How a layout writes a time dimension, for example {@code yyyy-MM-dd}, {@code yyyyMMdd} or {@code yyyy/MM/dd/HH}: the fields
 * {@code yyyy}, {@code MM}, {@code dd}, {@code HH} in any order, each at most once and without a gap in precision, and between
 * them any of {@code - _ . / , : + = @} and space.
 */
final class TimePattern {
    private static final String[] FIELDS = {"yyyy", "MM", "dd", "HH"};

    /** What may stand between the fields. */
    private static final String PUNCTUATION = "-_./,:+=@ ";

    private final String pattern;
    private final Granularity granularity;
    private final DateTimeFormatter formatter;

    private TimePattern(String pattern, Granularity granularity) {
        this.pattern = pattern;
        this.granularity = granularity;
        this.formatter = new DateTimeFormatterBuilder()
                .appendPattern(quoted(pattern))
                .parseDefaulting(ChronoField.MONTH_OF_YEAR, 1)
                .parseDefaulting(ChronoField.DAY_OF_MONTH, 1)
                .parseDefaulting(ChronoField.HOUR_OF_DAY, 0)
                .toFormatter(Locale.ROOT)
                .withResolverStyle(ResolverStyle.STRICT);
    }

    /**
     * Reads a pattern.
     *
     * @throws IllegalArgumentException if it is not one; the message says what would be
     */
    static TimePattern parse(String pattern) {
        String rest = pattern;
        int finest = -1;
        for (int i = 0; i < FIELDS.length; i++) {
            String without = rest.replaceFirst(FIELDS[i], "");
            if (!without.equals(rest)) {
                if (finest != i - 1) {
                    throw invalid(pattern);
                }
                finest = i;
                rest = without;
            }
        }
        boolean plain = rest.chars().allMatch(c -> PUNCTUATION.indexOf(c) >= 0);
        if (finest < 0 || !plain || pattern.startsWith("/") || pattern.endsWith("/")) {
            throw invalid(pattern);
        }
        return new TimePattern(pattern, Granularity.values()[finest]);
    }

    Granularity granularity() {
        return granularity;
    }

    /** How many characters every value takes. */
    int length() {
        return pattern.length();
    }

    /**
     * The canonical value of what stands at {@code start} of a text that is long enough; empty if it is not in this pattern or not a
     * real point in time (February 30).
     */
    Optional<String> parseValue(String text, int start) {
        for (int i = 0; i < pattern.length(); i++) {
            char expected = pattern.charAt(i);
            char found = text.charAt(start + i);
            if (Character.isLetter(expected) ? found < '0' || found > '9' : found != expected) {
                return Optional.empty();
            }
        }
        try {
            String value = text.substring(start, start + pattern.length());
            return Optional.of(granularity.format(LocalDateTime.from(formatter.parse(value))));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    String formatValue(String canonical) {
        return formatter.format(granularity.start(canonical));
    }

    @Override
    public String toString() {
        return pattern;
    }

    /** The formatter's pattern: "u" is the proleptic year, which strict resolving needs without an era. */
    private static String quoted(String pattern) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == 'y') {
                text.append('u');
            } else if (Character.isLetter(c)) {
                text.append(c);
            } else {
                text.append('\'').append(c).append('\'');
            }
        }
        return text.toString().replace("''", "");
    }

    private static IllegalArgumentException invalid(String pattern) {
        return new IllegalArgumentException(
                "'%s' is not a time pattern: a time is one placeholder with yyyy, then MM, dd and HH as far as needed, for example yyyy-MM-dd or yyyy/MM"
                        .formatted(pattern));
    }
}
