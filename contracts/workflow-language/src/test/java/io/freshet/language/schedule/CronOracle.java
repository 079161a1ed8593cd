package io.freshet.language.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;

/** When an expression fires, decided for one minute at a time: what the fields say of a wall clock, and the rule for changes of the clock. */
final class CronOracle {
    private final List<String> fields;
    private final ZoneRules rules;

    CronOracle(String cron, ZoneRules rules) {
        this.fields = List.of(cron.split(" "));
        this.rules = rules;
    }

    boolean firesAt(Instant minute) {
        ZoneOffset offset = rules.getOffset(minute);
        LocalDateTime wall = LocalDateTime.ofInstant(minute, offset);
        if (fields.get(0).startsWith("*") || fields.get(1).startsWith("*")) {
            return matches(wall);
        }
        boolean first = rules.getValidOffsets(wall).getFirst().equals(offset);
        return (matches(wall) && first) || leftOut(minute);
    }

    /** Whether a gap ends at this minute that has a matching time in it. */
    private boolean leftOut(Instant minute) {
        ZoneOffsetTransition transition = rules.nextTransition(minute.minusNanos(1));
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
        boolean day = has(fields.get(2), wall.getDayOfMonth(), 31);
        boolean weekday = has(fields.get(4), wall.getDayOfWeek().getValue() % 7, 6);
        boolean either = isRestricted(fields.get(2)) && isRestricted(fields.get(4));
        return has(fields.get(0), wall.getMinute(), 59)
                && has(fields.get(1), wall.getHour(), 23)
                && has(fields.get(3), wall.getMonthValue(), 12)
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
