package io.freshet.scheduler.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.freshet.contracts.event.RunRequest;
import io.freshet.testkit.Eventually;
import io.freshet.testkit.TestDatabase;
import io.freshet.testkit.WithPostgres;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two schedulers of one database, of which either is killed at any time, while its clock steps forward and back. */
@WithPostgres
class KilledSchedulersIT {
    private static final int FIRINGS = Integer.getInteger("freshet.schedule.firings", 200);
    private static final int KILLS = Integer.getInteger("freshet.schedule.kills", 2);
    private static final long SEED = Long.getLong("freshet.seed", 1);
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int LARGEST_STEP_SECONDS = 40;

    @TempDir
    Path directory;

    @Test
    void every_nominal_time_is_fired_once_and_none_is_left_out(TestDatabase raw) throws Exception {
        Random random = new Random(SEED);
        Instant first;
        try (ScheduleFixture flow = ScheduleFixture.open(raw, directory)) {
            flow.deploy("{schedule: {cron: \"* * * * * *\", catchup: all, catchupLimit: 1000}}");
            first = flow.store()
                    .schedule(ScheduleFixture.FLOW, "schedule")
                    .orElseThrow()
                    .nextNominal();
        }
        SteppingClock clock = SteppingClock.install(raw);
        List<FiringProcess> schedulers = new ArrayList<>();
        try {
            schedulers.add(FiringProcess.start(raw, directory));
            schedulers.add(FiringProcess.start(raw, directory));
            for (int kill = 0; kill < KILLS; kill++) {
                int enough = FIRINGS * (kill + 1) / (KILLS + 1);
                fireAtLeast(enough, raw, clock, random);
                int victim = random.nextInt(schedulers.size());
                schedulers.get(victim).kill();
                schedulers.set(victim, FiringProcess.start(raw, directory));
            }
            fireAtLeast(FIRINGS, raw, clock, random);
        } finally {
            for (FiringProcess scheduler : schedulers) {
                scheduler.close();
            }
        }

        List<Instant> fired = nominalTimes(raw);
        List<Instant> expected = new ArrayList<>();
        for (int i = 0; i < fired.size(); i++) {
            expected.add(first.plusSeconds(i));
        }
        assertEquals(expected, fired, "seed " + SEED);
        assertEquals(
                fired.size(),
                ScheduleFixture.requested(raw).stream()
                        .map(request -> request.cause().id())
                        .distinct()
                        .count());
    }

    /** Steps the clock after each firing until there are so many: no more may be missed than are made up for. */
    private static void fireAtLeast(int count, TestDatabase raw, SteppingClock clock, Random random)
            throws SQLException {
        int fired = nominalTimes(raw).size();
        while (fired < count) {
            int seconds = random.nextInt(LARGEST_STEP_SECONDS);
            clock.step(Duration.ofSeconds(random.nextInt(3) == 0 ? -seconds / 2 : seconds));
            int before = fired;
            fired = Eventually.eventually(SOON, () -> nominalTimes(raw).size(), now -> now > before);
        }
    }

    private static List<Instant> nominalTimes(TestDatabase raw) throws SQLException {
        return ScheduleFixture.requested(raw).stream()
                .map(RunRequest.Evaluate::cause)
                .map(cause -> cause.firing().nominalTime())
                .toList();
    }
}
