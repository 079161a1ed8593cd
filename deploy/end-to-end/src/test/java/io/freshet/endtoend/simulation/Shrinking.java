package io.freshet.endtoend.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Looks for the smallest story of a seed that still fails: first a shorter one, then one in which less goes wrong, until nothing helps. */
final class Shrinking {
    private final Function<Plan, PlayedStory> playing;

    Shrinking(Function<Plan, PlayedStory> playing) {
        this.playing = playing;
    }

    /** A story that fails and of which no part that was tried can be left out. */
    PlayedStory smallest(PlayedStory failed) {
        PlayedStory smallest = failed;
        for (PlayedStory next = smaller(smallest); next != null; next = smaller(smallest)) {
            smallest = next;
        }
        return smallest;
    }

    private PlayedStory smaller(PlayedStory failed) {
        for (Plan plan : candidates(failed.plan())) {
            PlayedStory played = playing.apply(plan);
            if (played.failed()) {
                return played;
            }
        }
        return null;
    }

    private static List<Plan> candidates(Plan plan) {
        List<Plan> smaller = new ArrayList<>();
        for (int less = plan.steps(); less > 0; less /= 2) {
            smaller.add(plan.withSteps(plan.steps() - less));
        }
        for (Fault fault : Fault.values()) {
            if (plan.has(fault)) {
                smaller.add(plan.without(fault));
            }
        }
        return smaller;
    }
}
