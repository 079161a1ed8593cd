package io.freshet.language.schedule;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A text with placeholders for the nominal time of a firing: <code>{nominal}</code> is the instant in UTC, <code>{nominal:yyyy-MM-dd}</code>
 * the time in the schedule's zone, written in that pattern, and <code>{nominal-1d:yyyy-MM-dd}</code> that of a day before; units are
 * <code>m</code>, <code>h</code> and <code>d</code>, of which a day has as many hours as the zone gives it. Immutable and thread-safe.
 */
public final class NominalText {
    /** What is allowed, for messages. */
    public static final String RULE =
            "write {nominal}, {nominal:yyyy-MM-dd} or {nominal-1d:yyyy-MM-dd}; the units are m, h and d, and the pattern has the letters y, M, d, H, m, s and X";

    private static final String BEGIN = "{nominal";
    private static final Pattern PLACEHOLDER = Pattern.compile(
            "\\{nominal(?<shift>[+-][0-9]{1,4}(?<unit>[mhd]))?(?::(?<pattern>[uyMdHmsX'T:._/ -]{1,40}))?}");

    private final String text;

    private NominalText(String text) {
        this.text = text;
    }

    /** Reads a text; empty if it has a placeholder that is malformed. */
    public static Optional<NominalText> parse(String text) {
        Matcher matcher = PLACEHOLDER.matcher(text);
        int placeholders = 0;
        while (matcher.find()) {
            placeholders++;
            if (!isPattern(matcher.group("pattern"))) {
                return Optional.empty();
            }
        }
        return placeholders == begun(text) ? Optional.of(new NominalText(text)) : Optional.empty();
    }

    /** The text of one firing. */
    public String at(Instant nominalTime, ZoneId zone) {
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(
                        written(shifted(nominalTime.atZone(zone), found.group("shift")), found.group("pattern"))));
    }

    private static ZonedDateTime shifted(ZonedDateTime time, @Nullable String shift) {
        if (shift == null) {
            return time;
        }
        int last = shift.length() - 1;
        ChronoUnit unit = switch (shift.charAt(last)) {
            case 'm' -> ChronoUnit.MINUTES;
            case 'h' -> ChronoUnit.HOURS;
            default -> ChronoUnit.DAYS;
        };
        return time.plus(Integer.parseInt(shift.substring(0, last)), unit);
    }

    private static String written(ZonedDateTime time, @Nullable String pattern) {
        return pattern == null
                ? time.toInstant().toString()
                : formatter(pattern).format(time);
    }

    private static DateTimeFormatter formatter(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
    }

    private static boolean isPattern(@Nullable String pattern) {
        try {
            return pattern == null
                    || !formatter(pattern)
                            .format(ZonedDateTime.parse("2026-01-31T14:00Z"))
                            .isEmpty();
        } catch (IllegalArgumentException | DateTimeException e) {
            return false;
        }
    }

    private static int begun(String text) {
        int count = 0;
        for (int at = text.indexOf(BEGIN); at >= 0; at = text.indexOf(BEGIN, at + 1)) {
            count++;
        }
        return count;
    }

    @Override
    public String toString() {
        return text;
    }
}
