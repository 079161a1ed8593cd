package io.freshet.planner.domain;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.id.InstanceRef;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Thousands of random stories against a full rebuild. A failure names the seed and the fewest steps with which the story still fails;
 * put them into the system properties {@code freshet.seed} and {@code freshet.steps} to play that story alone, and
 * {@code freshet.scenarios} to play another number of stories.
 */
class PlannerAgainstOracleTest {
    private static final int SCENARIOS = Integer.getInteger("freshet.scenarios", 1_000);

    @Test
    void ends_where_a_full_rebuild_ends_and_never_runs_without_need() {
        Long only = Long.getLong("freshet.seed");
        String steps = System.getProperty("freshet.steps");
        if (only != null && steps != null) {
            play(only, Arrays.stream(steps.split(",")).map(Integer::valueOf).collect(Collectors.toSet()));
            return;
        }
        LongStream seeds = only == null ? LongStream.rangeClosed(1, SCENARIOS) : LongStream.of(only);
        seeds.parallel().forEach(seed -> {
            Throwable failure = failure(seed, null);
            if (failure != null) {
                throw shrunk(seed, failure);
            }
        });
    }

    private static AssertionError shrunk(long seed, Throwable failure) {
        FewestSteps fewest = FewestSteps.of(Scenario.MOST_STEPS, failure, steps -> failure(seed, steps));
        return new AssertionError(
                "-Dfreshet.seed=%d -Dfreshet.steps=%s: %s"
                        .formatted(seed, fewest.steps(), fewest.failure().getMessage()),
                fewest.failure());
    }

    private static @Nullable Throwable failure(long seed, @Nullable Set<Integer> only) {
        try {
            play(seed, only);
            return null;
        } catch (RuntimeException | AssertionError e) {
            return e;
        }
    }

    private static void play(long seed, @Nullable Set<Integer> only) {
        Scenario scenario = new Scenario(seed, only);
        World world = scenario.world;
        List<WorldState.Observer> invariants = Invariants.all();
        world.observers.addAll(invariants);

        scenario.play();

        checkEnd(world, invariants);
        int before = scenario.changeOnce();
        checkEnd(world, invariants);
        if (!scenario.hasFanOut() && !scenario.hasDeadline() && !scenario.hasBatch()) {
            nothingRanTwice(world, before);
        }
    }

    private static void checkEnd(World world, List<WorldState.Observer> invariants) {
        Invariants.pendingCountsUnsettledEdges(world);
        Invariants.everythingSettles(world);
        new Oracle(world).check();
        for (WorldState.Observer invariant : invariants) {
            switch (invariant) {
                case Invariants.RunsAddUp runs -> runs.check();
                case Invariants.HistoryEqualsFoldOfEvents history -> history.check(world);
                default -> {}
            }
        }
    }

    private static void nothingRanTwice(World world, int from) {
        Set<InstanceRef> ran = new HashSet<>();
        world.emitted.subList(from, world.emitted.size()).forEach(event -> {
            if (event instanceof TaskReady ready) {
                assertTrue(ran.add(ready.instance()), () -> ready.instance() + " ran twice for one change");
            }
        });
    }
}
