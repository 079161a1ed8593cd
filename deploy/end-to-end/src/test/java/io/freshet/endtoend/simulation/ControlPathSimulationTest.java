package io.freshet.endtoend.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Plays hundreds of random stories on the whole control path, with the production rules of the catalogue, the planner, admission, the
 * launcher and the publisher on a log in memory. {@code -Dfreshet.simulations} plays another number of them. A failure names the properties
 * that play its story again, with as little in it as still fails.
 */
class ControlPathSimulationTest {
    private static final int SIMULATIONS = Integer.getInteger("freshet.simulations", 300);

    /** Below this number not everything need have happened. */
    private static final int MANY = 100;

    private static final List<String> WORTH_TELLING = List.of(
            "accepted",
            "attempts stopped",
            "cached",
            "changes by the topic",
            "changes handed over",
            "deaths of admission-1",
            "deaths of launcher",
            "deaths of planner-0",
            "deaths of planner-1",
            "deaths of watcher",
            "ends that nobody waited for",
            "executed",
            "failed: CANCELLED",
            "failed: CHECK",
            "failed: EXIT",
            "failed: INPUT_CHANGED",
            "failed: LAUNCH",
            "failed: LOST",
            "failed: OOM",
            "failed: TIMEOUT",
            "published",
            "reported again",
            "runs");

    private final Map<String, Integer> figures = new ConcurrentSkipListMap<>();

    @Test
    void ends_where_a_clean_run_ends_whoever_dies_on_the_way() {
        Long only = Long.getLong("freshet.simulation.seed");
        if (only != null) {
            play(asked(only));
            return;
        }
        LongStream.rangeClosed(1, SIMULATIONS).parallel().forEach(seed -> play(Plan.of(seed)));
        System.out.println(SIMULATIONS + " stories: " + figures);
        if (SIMULATIONS >= MANY) {
            assertEquals(
                    List.of(),
                    WORTH_TELLING.stream()
                            .filter(what -> !figures.containsKey(what))
                            .toList(),
                    "what never happened");
        }
    }

    @Test
    void plays_a_story_again_as_it_was() {
        PlayedStory once = PlayedStory.of(Plan.of(7));
        PlayedStory again = PlayedStory.of(Plan.of(7));

        assertEquals(once.told(), again.told());
        assertEquals(once.figures(), again.figures());
    }

    private static Plan asked(long seed) {
        Plan plan = Plan.of(seed);
        plan = plan.withSteps(Integer.getInteger("freshet.simulation.steps", plan.steps()));
        for (String fault : Arrays.asList(
                System.getProperty("freshet.simulation.without", "").split(","))) {
            plan = fault.isEmpty() ? plan : plan.without(Fault.valueOf(fault));
        }
        return plan;
    }

    private void play(Plan plan) {
        PlayedStory played = PlayedStory.of(plan);
        if (played.failed()) {
            throw new Shrinking(PlayedStory::of).smallest(played).report();
        }
        played.figures().forEach((what, times) -> figures.merge(what, times, Integer::sum));
    }
}
