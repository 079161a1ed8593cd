package io.freshet.language.schedule;

import com.cronutils.model.time.ExecutionTime;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Optional;

/**
 * The times of a schedule: a cron expression of five fields, or of six with the second first. Where both day of month and day
 * of week are restricted, a day that either of them names is meant, as POSIX has it; {@code *} is no restriction unless a step of 2 or
 * more follows it. Immutable and safe for use by several threads.
 *
 * <p>Where clocks are changed, an expression of <em>fixed</em> times, such as {@code 30 2 * * *}, fires once for each of them: at the end of the
 * gap that it falls into, and the first time where an hour comes twice. An <em>interval</em>, which counts seconds, minutes or hours with
 * {@code *}, fires at each real instant whose wall clock matches: never for an hour that is left out, twice for an hour that comes twice.
 */
public final class CronExpression {
    /** The longest expression, in characters. */
    public static final int LONGEST = 200;

    /** An interval is looked for over this many changes of the clock; the rarest day, 29 February, comes within 17 of two a year. */
    private static final int MOST_TRANSITIONS = 64;

    private final String text;
    private final ExecutionTime times;
    private final boolean interval;

    CronExpression(String text, ExecutionTime times, boolean interval) {
        this.text = text;
        this.times = times;
        this.interval = interval;
    }

    public static CronReading parse(String text) {
        return CronParsing.parse(text);
    }

    /** The first firing after an instant; empty if the next one is farther away than the library looks. */
    public Optional<Instant> next(Instant after, ZoneId zone) {
        ZoneRules rules = zone.getRules();
        return interval ? nextOfInterval(after, rules) : nextFixed(after, rules);
    }

    /** The last firing before an instant; empty if there is none as far back as the library looks. */
    public Optional<Instant> previous(Instant before, ZoneId zone) {
        ZoneRules rules = zone.getRules();
        return interval ? previousOfInterval(before, rules) : previousFixed(before, rules);
    }

    private Optional<Instant> nextFixed(Instant after, ZoneRules rules) {
        Optional<LocalDateTime> wall = wallAfter(LocalDateTime.ofInstant(after, rules.getOffset(after)));
        while (wall.isPresent() && !instant(wall.get(), rules).isAfter(after)) {
            wall = wallAfter(wall.get());
        }
        return wall.map(time -> instant(time, rules));
    }

    private Optional<Instant> previousFixed(Instant before, ZoneRules rules) {
        Optional<LocalDateTime> wall = wallBefore(latestWall(before, rules));
        while (wall.isPresent() && !instant(wall.get(), rules).isBefore(before)) {
            wall = wallBefore(wall.get());
        }
        return wall.map(time -> instant(time, rules));
    }

    /** The highest time that a wall clock has shown until then: after an overlap it is lower again for a while. */
    private static LocalDateTime latestWall(Instant before, ZoneRules rules) {
        LocalDateTime wall =
                LocalDateTime.ofInstant(before, rules.getOffset(before)).plusSeconds(1);
        ZoneOffsetTransition last = rules.previousTransition(before);
        return last != null && last.getDateTimeBefore().isAfter(wall) ? last.getDateTimeBefore() : wall;
    }

    private Optional<Instant> nextOfInterval(Instant after, ZoneRules rules) {
        Instant from = after;
        for (int i = 0; i < MOST_TRANSITIONS; i++) {
            ZoneOffset offset = rules.getOffset(from);
            ZoneOffsetTransition end = rules.nextTransition(from);
            Optional<Instant> found =
                    wallAfter(LocalDateTime.ofInstant(from, offset)).map(wall -> wall.toInstant(offset));
            if (found.isEmpty() || end == null || found.get().isBefore(end.getInstant())) {
                return found;
            }
            Instant start = end.getInstant();
            if (matches(LocalDateTime.ofInstant(start, end.getOffsetAfter()))) {
                return Optional.of(start);
            }
            from = start;
        }
        return Optional.empty();
    }

    private Optional<Instant> previousOfInterval(Instant before, ZoneRules rules) {
        Instant until = before;
        for (int i = 0; i < MOST_TRANSITIONS; i++) {
            ZoneOffset offset = rules.getOffset(until.minusNanos(1));
            ZoneOffsetTransition start = rules.previousTransition(until);
            Optional<Instant> found =
                    wallBefore(LocalDateTime.ofInstant(until, offset)).map(wall -> wall.toInstant(offset));
            if (found.isEmpty() || start == null || !found.get().isBefore(start.getInstant())) {
                return found;
            }
            until = start.getInstant();
        }
        return Optional.empty();
    }

    /** What a wall clock's time means: the end of a gap that it falls into, the first of two. */
    private static Instant instant(LocalDateTime wall, ZoneRules rules) {
        ZoneOffsetTransition transition = rules.getTransition(wall);
        return transition != null && transition.isGap()
                ? transition.getInstant()
                : wall.toInstant(rules.getValidOffsets(wall).getFirst());
    }

    private boolean matches(LocalDateTime wall) {
        return wallAfter(wall.minusSeconds(1)).filter(wall::equals).isPresent();
    }

    private Optional<LocalDateTime> wallAfter(LocalDateTime wall) {
        return times.nextExecution(wall.truncatedTo(ChronoUnit.SECONDS).atZone(ZoneOffset.UTC))
                .map(time -> time.toLocalDateTime());
    }

    private Optional<LocalDateTime> wallBefore(LocalDateTime wall) {
        LocalDateTime second = wall.truncatedTo(ChronoUnit.SECONDS);
        LocalDateTime end = second.equals(wall) ? second : second.plusSeconds(1);
        return times.lastExecution(end.atZone(ZoneOffset.UTC)).map(time -> time.toLocalDateTime());
    }

    @Override
    public String toString() {
        return text;
    }
}
