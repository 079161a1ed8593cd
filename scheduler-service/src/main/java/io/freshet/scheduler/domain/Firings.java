package io.freshet.scheduler.domain;

import io.freshet.contracts.id.DerivedId;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.spec.ScheduleSpec;
import io.freshet.language.schedule.ScheduleTimes;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which nominal times of one schedule are to be fired now. Pure and thread-safe. */
public final class Firings {
    /** How late a firing may be, after the longest delay by jitter, before it counts as missed. */
    public static final Duration ON_TIME = Duration.ofMinutes(1);

    /** How many firings are made at once; those that are left over are due immediately. */
    static final int MAX_AT_ONCE = 100;

    private static final int HEX = 16;
    private static final int DRAWN_DIGITS = 12;

    private final String identity;
    private final ScheduleSpec schedule;
    private final ScheduleTimes times;

    public Firings(WorkflowRef workflow, ScheduleSpec schedule, ScheduleTimes times) {
        this.identity = workflow + "/" + schedule.name();
        this.schedule = schedule;
        this.times = times;
    }

    ScheduleTimes times() {
        return times;
    }

    /**
     * What is to be done about a schedule.
     *
     * @param fired nominal times that are fired now, oldest first
     * @param missed the first nominal time that was missed and is left out for good; empty if there is none
     * @param next the nominal time after those; empty if none comes any more
     */
    public record Decision(List<Instant> fired, Optional<Instant> missed, Optional<Instant> next) {
        public Decision {
            fired = List.copyOf(fired);
        }
    }

    /**
     * Decides.
     *
     * @param next the oldest nominal time that was not decided about
     */
    public Decision at(Instant next, Instant now) {
        Optional<Instant> start = start(next, now);
        List<Instant> fired = new ArrayList<>();
        Optional<Instant> time = start;
        while (time.isPresent()
                && fired.size() < MAX_AT_ONCE
                && !due(time.get()).isAfter(now)) {
            fired.add(time.get());
            time = times.next(time.get());
        }
        return new Decision(fired, start.filter(next::equals).isPresent() ? Optional.empty() : Optional.of(next), time);
    }

    /** When a nominal time is fired, if nothing hinders it: later by a delay that depends on the two alone. */
    public Instant due(Instant nominalTime) {
        long most = schedule.times().jitter().toMillis();
        if (most == 0) {
            return nominalTime;
        }
        String drawn = DerivedId.of("jitter", identity, nominalTime.toString()).substring(0, DRAWN_DIGITS);
        long delay =
                new BigInteger(drawn, HEX).mod(BigInteger.valueOf(most + 1)).longValueExact();
        return nominalTime.plusMillis(delay);
    }

    /** The first nominal time that is not left out. */
    private Optional<Instant> start(Instant next, Instant now) {
        Instant missedBefore = now.minus(schedule.times().jitter()).minus(ON_TIME);
        if (!next.isBefore(missedBefore)) {
            return Optional.of(next);
        }
        Optional<Instant> onTime = times.next(missedBefore.minusNanos(1));
        return switch (schedule.catchup()) {
            case NONE -> onTime;
            case LATEST ->
                onTime.filter(time -> !time.isAfter(now))
                        .or(() -> newestMissed(missedBefore, next, 1))
                        .or(() -> onTime);
            // There is none where the zone's rules are others than when the next one was computed.
            case ALL ->
                newestMissed(missedBefore, next, schedule.catchupLimit()).or(() -> onTime);
        };
    }

    /** The oldest of so many nominal times before an instant, of which one is the oldest that there is. */
    private Optional<Instant> newestMissed(Instant before, Instant oldest, int count) {
        return Stream.iterate(
                        times.previous(before),
                        time -> time.filter(found -> !found.isBefore(oldest)).isPresent(),
                        time -> time.flatMap(times::previous))
                .limit(count)
                .flatMap(Optional::stream)
                .reduce((_, older) -> older);
    }
}
