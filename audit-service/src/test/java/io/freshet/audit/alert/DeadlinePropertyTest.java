package io.freshet.audit.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.freshet.contracts.partition.PartitionKey;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Random arrivals, with looks at random times between which nobody looks for long, at a clock that steps, and with a log that is read late:
 * what was missed is what a naive reading of all arrivals says, each once.
 */
final class DeadlinePropertyTest {
    private static final int SEEDS = Integer.getInteger("freshet.deadline.seeds", 50);
    private static final int DAYS = 40;
    private static final Instant START = Instant.parse("2026-02-20T20:00:00Z");
    private static final LocalTime BY = LocalTime.of(2, 30);

    @Test
    void each_miss_is_found_once_and_nothing_else() {
        for (int seed = 0; seed < SEEDS; seed++) {
            new Story(new Random(seed), "seed " + seed).play();
        }
    }

    private static final class Story implements Arrivals {
        private final Random random;
        private final String name;
        private final Deadline deadline = DeadlineTest.daily("30 2 * * *", Map.of());
        private final Map<PartitionKey, Instant> arrivals = new HashMap<>();
        private final NavigableMap<Instant, Expectation> book = new TreeMap<>();
        private final Map<Instant, Integer> misses = new HashMap<>();
        private Instant readUntil = START;

        Story(Random random, String name) {
            this.random = random;
            this.name = name;
            for (int day = 0; day < DAYS + 2; day++) {
                LocalDate date =
                        LocalDate.ofInstant(START, DeadlineTest.LOS_ANGELES).plusDays(day);
                // The time as java.time has it, and not as cron does: in the gap it is moved by its length.
                Instant due = date.atTime(BY).atZone(DeadlineTest.LOS_ANGELES).toInstant();
                if (random.nextInt(5) > 0) {
                    arrivals.put(
                            PartitionKey.of("date", date.toString()),
                            due.plusSeconds(random.nextInt(-200_000, 100_000)));
                }
            }
        }

        void play() {
            Expectation first = deadline.first(START).orElseThrow();
            book.put(first.due(), first);
            Instant end = START.plus(Duration.ofDays(DAYS));
            Instant real = START;
            while (real.isBefore(end)) {
                // Mostly it looks often; at times nobody does for days.
                real = real.plusSeconds(random.nextInt(20) == 0 ? random.nextInt(400_000) : random.nextInt(7_200) + 1);
                if (random.nextInt(4) > 0) {
                    readUntil = real;
                }
                // A clock that steps, forward and back.
                Instant now = random.nextInt(10) == 0 ? real.plusSeconds(random.nextInt(-5_000, 5_000)) : real;
                lookAt(now);
            }
            Instant last = end.plus(Duration.ofDays(2));
            readUntil = last;
            lookAt(last);
            lookAt(last);
            verify();
        }

        private void lookAt(Instant now) {
            for (Expectation before : new TreeMap<>(book).values()) {
                boolean isToLookAt = LookTimes.next(before, now).isPresent();
                if (isToLookAt) {
                    boolean hasLater = book.higherKey(before.due()) != null;
                    Deadline.Step step = deadline.step(before, new Deadline.Look(now, readUntil), this, hasLater);
                    step.kept().forEach(kept -> book.put(kept.due(), kept));
                    if (step.missed()) {
                        misses.merge(before.due(), 1, Integer::sum);
                    }
                }
            }
        }

        /** What was written to the log later than it was read is not known. */
        @Override
        public Optional<Instant> complete(Deadline of, Expectation expectation, Instant after) {
            return Optional.ofNullable(arrivals.get(expectation.partitions().getFirst()))
                    .filter(at -> !at.isAfter(readUntil));
        }

        @Override
        public Optional<Instant> last(Deadline of, Instant after, Instant until) {
            throw new AssertionError("asked for an age only");
        }

        private void verify() {
            LocalDate date = LocalDate.ofInstant(START, DeadlineTest.LOS_ANGELES);
            int days = 0;
            for (int day = 1; day < DAYS; day++) {
                LocalDate each = date.plusDays(day);
                // In the gap of 8 March it is due at the gap's end, half an hour before java.time has it.
                boolean isGap = each.equals(LocalDate.of(2026, 3, 8));
                Instant due = each.atTime(BY)
                        .atZone(DeadlineTest.LOS_ANGELES)
                        .toInstant()
                        .minus(isGap ? Duration.ofMinutes(30) : Duration.ZERO);
                Instant arrived = arrivals.get(PartitionKey.of("date", each.toString()));
                boolean isMissed = arrived == null || arrived.isAfter(due);
                Expectation found = book.get(due);
                assertEquals(isMissed ? 1 : 0, misses.getOrDefault(due, 0), name + " " + due);
                if (arrived == null) {
                    assertEquals(DeadlineState.Late.class, found.state().getClass(), name + " " + due);
                } else {
                    assertEquals(arrived, ((DeadlineState.Arrived) found.state()).at(), name + " " + due);
                }
                days++;
            }
            assertEquals(DAYS - 1, days);
        }
    }
}
