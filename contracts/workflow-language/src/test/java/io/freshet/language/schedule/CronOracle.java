package io.freshet.language.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When an expression fires, decided for one minute at a time, in their order: what the fields say of a wall clock, and the rule for changes
 * of the clock.
 */
final class CronOracle {
    private final List<String> fields;
    private final BitSet minutes;
    private final BitSet hours;
    private final BitSet days;
    private final BitSet months;
    private final BitSet weekdays;
    private final ZoneRules rules;

    /** The first at or behind the minute that was asked about last. */
    private @Nullable ZoneOffsetTransition next;

    CronOracle(String cron, ZoneRules rules) {
        this.fields = List.of(cron.split(" "));
        this.minutes = values(fields.get(0), 59);
        this.hours = values(fields.get(1), 23);
        this.days = values(fields.get(2), 31);
        this.months = values(fields.get(3), 12);
        this.weekdays = values(fields.get(4), 6);
        this.rules = rules;
    }

    private static BitSet values(String field, int last) {
        BitSet values = new BitSet(last + 1);
        for (int value = 0; value <= last; value++) {
            values.set(value, has(field, value, last));
        }
        return values;
    }

    boolean firesAt(Instant minute) {
        ZoneOffset offset = rules.getOffset(minute);
        LocalDateTime wall = LocalDateTime.ofInstant(minute, offset);
        if (fields.get(0).startsWith("*") || fields.get(1).startsWith("*")) {
            return matches(wall);
        }
        return (matches(wall) && rules.getValidOffsets(wall).getFirst().equals(offset)) || leftOut(minute);
    }

    /** Whether a gap ends at this minute that has a matching time in it. */
    private boolean leftOut(Instant minute) {
        if (next == null || next.getInstant().isBefore(minute)) {
            next = rules.nextTransition(minute.minusNanos(1));
        }
        ZoneOffsetTransition transition = next;
        if (transition == null || !transition.getInstant().equals(minute) || !transition.isGap()) {
            return false;
        }
        LocalDateTime wall = transition.getDateTimeBefore();
        while (wall.isBefore(transition.getDateTimeAfter())) {
            if (matches(wall)) {
                return true;
            }
            wall = wall.plus(Duration.ofMinutes(1));
        }
        return false;
    }

    private boolean matches(LocalDateTime wall) {
        boolean day = days.get(wall.getDayOfMonth());
        boolean weekday = weekdays.get(wall.getDayOfWeek().getValue() % 7);
        boolean either = isRestricted(fields.get(2)) && isRestricted(fields.get(4));
        return minutes.get(wall.getMinute())
                && hours.get(wall.getHour())
                && months.get(wall.getMonthValue())
                && (either ? day || weekday : day && weekday);
    }

    private static boolean isRestricted(String days) {
        return !days.equals("*") && !days.equals("*/1");
    }

    private static boolean has(String field, int value, int last) {
        for (String item : field.split(",")) {
            String[] step = item.split("/");
            String[] range = step[0].split("-");
            boolean every = range[0].equals("*");
            int from = every ? (last == 31 || last == 12 ? 1 : 0) : Integer.parseInt(range[0]);
            int to = every ? last : Integer.parseInt(range[range.length - 1]);
            int by = step.length == 1 ? 1 : Integer.parseInt(step[1]);
            if (value >= from && value <= to && (value - from) % by == 0) {
                return true;
            }
        }
        return false;
    }
}
