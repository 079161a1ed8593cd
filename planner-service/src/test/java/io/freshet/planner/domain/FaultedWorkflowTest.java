package io.freshet.planner.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.event.TaskEvent.WorkflowFaulted;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Random stories in which decisions fail at random places. {@code freshet.seed} plays one of them alone, {@code freshet.scenarios} another
 * number.
 */
class FaultedWorkflowTest {
    private static final int SCENARIOS = Integer.getInteger("freshet.scenarios", 500);

    @Test
    void ends_where_a_full_rebuild_ends_whatever_decisions_failed() {
        Long only = Long.getLong("freshet.seed");
        LongAdder faults = new LongAdder();
        LongStream seeds = only == null ? LongStream.rangeClosed(1, SCENARIOS) : LongStream.of(only);

        seeds.parallel().forEach(seed -> {
            try {
                faults.add(play(seed));
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("-Dfreshet.seed=%d: %s".formatted(seed, e.getMessage()), e);
            }
        });

        assertTrue(only != null || faults.sum() > SCENARIOS / 2, () -> "only " + faults.sum() + " decisions failed");
    }

    private static int play(long seed) {
        Scenario scenario = new Scenario(seed, null, true);
        World world = scenario.world;
        List<WorldState.Observer> invariants = Invariants.all();
        world.observers.addAll(invariants);

        scenario.play();

        assertFalse(world.rests());
        EndOfStory.check(world, invariants);
        return world.all(WorkflowFaulted.class).size();
    }

    @Test
    void says_once_that_it_rests_and_once_that_it_goes_on() {
        Scenario scenario = new Scenario(7, null, true);
        World world = scenario.world;
        scenario.play();
        int before = world.emitted.size();

        world.journal.failAfter(1);
        world.request(List.of(), java.util.Map.of(), false);
        world.request(List.of(), java.util.Map.of(), false);
        assertTrue(world.rests());
        world.resume();
        world.resume();

        List<String> said = world.emitted.subList(before, world.emitted.size()).stream()
                .map(event -> event.getClass().getSimpleName())
                .filter(name -> name.startsWith("Workflow"))
                .toList();
        assertEquals(List.of("WorkflowFaulted", "WorkflowResumed"), said);
    }
}
