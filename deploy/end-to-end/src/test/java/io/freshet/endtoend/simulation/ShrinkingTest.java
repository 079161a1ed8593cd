package io.freshet.endtoend.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ShrinkingTest {
    @Test
    void leaves_only_what_the_failure_needs() {
        Plan plan = Plan.of(1).withSteps(20);

        PlayedStory smallest =
                new Shrinking(ShrinkingTest::failsWithFiveStepsAndPauses).smallest(failsWithFiveStepsAndPauses(plan));

        assertEquals(new Plan(1, 5, Set.of(Fault.PAUSES)), smallest.plan());
    }

    private static PlayedStory failsWithFiveStepsAndPauses(Plan plan) {
        boolean fails = plan.steps() >= 5 && plan.has(Fault.PAUSES);
        return new PlayedStory(plan, fails ? new AssertionError("it fails") : null, "", Map.of());
    }
}
