package io.freshet.planner.domain;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.id.InstanceRef;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
        new RandomStories("freshet", Scenario.MOST_STEPS, PlannerAgainstOracleTest::play)
                .play(LongStream.rangeClosed(1, SCENARIOS));
    }

    private static void play(long seed, @Nullable Set<Integer> only) {
        Scenario scenario = new Scenario(seed, only);
        World world = scenario.world;
        List<WorldState.Observer> invariants = Invariants.all();
        world.observers.addAll(invariants);

        scenario.play();

        EndOfStory.check(world, invariants);
        int before = scenario.changeOnce();
        EndOfStory.check(world, invariants);
        if (!scenario.hasFanOut() && !scenario.hasDeadline() && !scenario.hasBatch()) {
            nothingRanTwice(world, before);
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
