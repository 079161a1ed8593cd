package io.freshet.planner.domain;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.id.InstanceRef;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Thousands of random stories against a full rebuild. A failure names the seed; put it into the system property
 * {@code freshet.seed} to play that story alone, and {@code freshet.scenarios} to play another number of them.
 */
class PlannerAgainstOracleTest {
    private static final int SCENARIOS = Integer.getInteger("freshet.scenarios", 10_000);

    @Test
    void ends_where_a_full_rebuild_ends_and_never_runs_without_need() {
        Long only = Long.getLong("freshet.seed");
        LongStream seeds = only == null ? LongStream.rangeClosed(1, SCENARIOS) : LongStream.of(only);
        seeds.parallel().forEach(seed -> {
            try {
                play(seed);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed %d: %s".formatted(seed, e.getMessage()), e);
            }
        });
    }

    private static void play(long seed) {
        Scenario scenario = new Scenario(seed);
        World world = scenario.world;
        List<World.Observer> invariants = Invariants.all();
        world.observers.addAll(invariants);

        scenario.play();

        checkEnd(world, invariants);
        int before = scenario.changeOnce();
        checkEnd(world, invariants);
        if (!scenario.hasFanOut() && !scenario.hasDeadline() && !scenario.hasBatch()) {
            nothingRanTwice(world, before);
        }
    }

    private static void checkEnd(World world, List<World.Observer> invariants) {
        Invariants.pendingCountsUnsettledEdges(world);
        Invariants.everythingSettles(world);
        new Oracle(world).check();
        for (World.Observer invariant : invariants) {
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
