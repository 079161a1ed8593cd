package io.freshet.contracts.partition;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * How fine a time dimension is. A value is written as the ISO-8601 prefix of that precision ({@code 2026}, {@code 2026-01},
 * {@code 2026-01-05}, {@code 2026-01-05T13}), so values sort by time and a coarser value is a prefix of the finer one.
 */
public enum Granularity {
    YEAR(4, "uuuu"),
    MONTH(7, "uuuu-MM"),
    DAY(10, "uuuu-MM-dd"),
    HOUR(13, "uuuu-MM-dd'T'HH");

    private static final int LAST_YEAR = 9999;

    private final int length;
    private final DateTimeFormatter canonical;

    Granularity(int length, String pattern) {
        this.length = length;
        this.canonical = DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
    }

    public boolean isCoarserThan(Granularity other) {
        return ordinal() < other.ordinal();
    }

    /** Whether the text is a valid value of this granularity or a finer one. */
    public boolean canTruncate(String value) {
        for (Granularity finer : values()) {
            if (!finer.isCoarserThan(this) && finer.isValid(value)) {
                return true;
            }
        }
        return false;
    }

    /** The value of this granularity that contains a value of the same or a finer one. */
    public String truncate(String value) {
        if (value.length() < length) {
            throw new IllegalArgumentException("'%s' is coarser than %s".formatted(value, this));
        }
        return value.substring(0, length);
    }

    /** Whether the text is a real point in time, written canonically at exactly this granularity. */
    public boolean isValid(String value) {
        if (value.length() != length) {
            return false;
        }
        try {
            return canonical.format(start(value)).equals(value);
        } catch (DateTimeException e) {
            return false;
        }
    }

    /** The first value of this granularity in the interval of a value of the same or a coarser one. */
    public String first(String value) {
        for (Granularity other : values()) {
            if (other.isValid(value)) {
                return format(other.start(value));
            }
        }
        throw new IllegalArgumentException("'%s' is no time".formatted(value));
    }

    /** The first instant (local time) of the value's interval. */
    public LocalDateTime start(String value) {
        return switch (this) {
            case YEAR -> Year.parse(value).atDay(1).atStartOfDay();
            case MONTH -> YearMonth.parse(value).atDay(1).atStartOfDay();
            case DAY -> LocalDate.parse(value).atStartOfDay();
            case HOUR -> LocalDateTime.parse(value + ":00");
        };
    }

    /**
     * The value so many intervals later (negative: earlier).
     *
     * @return empty if that is beyond the years 0000 to 9999, which a value can be written in
     */
    public Optional<String> shift(String value, long intervals) {
        LocalDateTime start = start(value);
        LocalDateTime shifted = switch (this) {
            case YEAR -> start.plusYears(intervals);
            case MONTH -> start.plusMonths(intervals);
            case DAY -> start.plusDays(intervals);
            case HOUR -> start.plusHours(intervals);
        };
        return shifted.getYear() < 0 || shifted.getYear() > LAST_YEAR ? Optional.empty() : Optional.of(format(shifted));
    }

    /** The canonical value whose interval contains the time. */
    public String format(LocalDateTime time) {
        return canonical.format(time);
    }
}
