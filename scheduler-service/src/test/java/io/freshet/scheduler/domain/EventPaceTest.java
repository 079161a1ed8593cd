package io.freshet.scheduler.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.freshet.contracts.spec.EventTriggerSpec;
import io.freshet.contracts.spec.PaceSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When events that are held back lead to a run. */
class EventPaceTest {
    private static final int STORIES = 2_000;
    private static final int SECONDS = 400;
    private static final Instant BEGIN = Instant.parse("2026-01-05T06:00:00Z");

    /** A run, and the numbers of its first and last event. */
    private record Launch(int second, int first, int last) {}

    @ParameterizedTest
    @CsvSource({
        // debounce, throttle, batch, count, first, last, launched, due
        "30, , , 1, 0, 0, , 30",
        "30, , , 5, 0, 20, , 50",
        "30, , , 9, 0, 299, , 300",
        ", 600, , 1, 100, 100, , 100",
        ", 600, , 1, 100, 100, 50, 650",
        "30, 600, , 1, 100, 640, 50, 650",
        "30, 600, , 1, 100, 640, 20, 620",
        "30, , 10, 9, 0, 20, , 50",
        "30, , 10, 10, 0, 20, , 0",
        "30, 600, 10, 25, 0, 20, 5, 605",
    })
    void a_run_is_due_when_events_rest_and_the_last_one_is_long_enough_ago_unless_there_are_enough(
            Integer debounce,
            Integer throttle,
            Integer batch,
            long count,
            int first,
            int last,
            Integer launched,
            int due) {
        EventPace pace = new EventPace(new PaceSpec(duration(debounce), duration(throttle), batch));

        assertEquals(
                at(due),
                pace.due(new EventPace.Held(count, at(first), at(last), launched == null ? null : at(launched))));
    }

    @Test
    void a_run_takes_up_a_batch_and_never_more_than_the_bound() {
        assertEquals(7, new EventPace(new PaceSpec(null, null, 7)).most());
        assertEquals(EventTriggerSpec.MOST_EVENTS, new EventPace(PaceSpec.AT_ONCE).most());
        assertThrows(IllegalArgumentException.class, () -> new EventPace.Held(0, BEGIN, BEGIN, null));
    }

    /** What looks at what is held back only when it is due does as what looks at every event each second. */
    @Test
    void launches_as_one_who_counts_seconds_does() {
        for (int seed = 0; seed < STORIES; seed++) {
            int story = seed;
            Random random = new Random(seed);
            PaceSpec pace = new PaceSpec(
                    random.nextBoolean() ? Duration.ofSeconds(1 + random.nextInt(20)) : null,
                    random.nextBoolean() ? Duration.ofSeconds(1 + random.nextInt(60)) : null,
                    random.nextBoolean() ? 1 + random.nextInt(6) : null);
            List<Integer> arrivals = arrivals(random);

            assertEquals(naive(pace, arrivals), driven(pace, arrivals), () -> "seed %d: %s".formatted(story, pace));
        }
    }

    private static List<Integer> arrivals(Random random) {
        List<Integer> arrivals = new ArrayList<>();
        int rate = 1 + random.nextInt(15);
        for (int second = 0; second < SECONDS / 2; second++) {
            while (random.nextInt(rate + 1) == 0) {
                arrivals.add(second);
            }
        }
        return arrivals;
    }

    /** From the words of the guide alone. */
    private static List<Launch> naive(PaceSpec pace, List<Integer> arrivals) {
        List<Launch> launches = new ArrayList<>();
        int next = 0;
        @Nullable Integer launched = null;
        for (int second = 0; second < SECONDS; second++) {
            while (true) {
                int come = 0;
                while (come < arrivals.size() && arrivals.get(come) <= second) {
                    come++;
                }
                int waiting = come - next;
                if (waiting == 0) {
                    break;
                }
                boolean isFull = pace.batch() != null && waiting >= pace.batch();
                boolean rests = pace.debounce() == null
                        || second - arrivals.get(come - 1) >= pace.debounce().toSeconds()
                        || second - arrivals.get(next) >= 10 * pace.debounce().toSeconds();
                boolean isFree = pace.throttle() == null
                        || launched == null
                        || second - launched >= pace.throttle().toSeconds();
                if (!(isFull || rests) || !isFree) {
                    break;
                }
                int taken = isFull ? pace.batch() : waiting;
                launches.add(new Launch(second, next, next + taken - 1));
                next += taken;
                launched = second;
            }
        }
        return launches;
    }

    /** As the rows do: an event adds to what is held, and a timer looks when it is due. */
    private static List<Launch> driven(PaceSpec spec, List<Integer> arrivals) {
        EventPace pace = new EventPace(spec);
        List<Launch> launches = new ArrayList<>();
        int next = 0;
        int come = 0;
        @Nullable Instant launched = null;
        for (int second = 0; second < SECONDS; second++) {
            while (come < arrivals.size() && arrivals.get(come) == second) {
                come++;
            }
            while (come > next
                    && !pace.due(new EventPace.Held(
                                    come - next, at(arrivals.get(next)), at(arrivals.get(come - 1)), launched))
                            .isAfter(at(second))) {
                int taken = Math.min(pace.most(), come - next);
                launches.add(new Launch(second, next, next + taken - 1));
                next += taken;
                launched = at(second);
            }
        }
        return launches;
    }

    private static Instant at(int second) {
        return BEGIN.plusSeconds(second);
    }

    private static @Nullable Duration duration(@Nullable Integer seconds) {
        return seconds == null ? null : Duration.ofSeconds(seconds);
    }
}
