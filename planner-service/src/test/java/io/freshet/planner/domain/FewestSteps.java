package io.freshet.planner.domain;

import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The fewest steps with which a story still fails, and how it fails then.
 *
 * @param steps their numbers, with commas between
 */
record FewestSteps(String steps, Throwable failure) {
    /**
     * Leaves out one step after the other as long as the story fails without it.
     *
     * @param most how many steps the story has
     * @param failure of the whole story
     * @param play plays these steps alone; null if they do not fail
     */
    static FewestSteps of(int most, Throwable failure, Function<Set<Integer>, @Nullable Throwable> play) {
        Set<Integer> steps = IntStream.range(0, most).boxed().collect(Collectors.toCollection(TreeSet::new));
        Throwable last = failure;
        for (int step = most - 1; step >= 0; step--) {
            steps.remove(step);
            Throwable still = play.apply(steps);
            if (still == null) {
                steps.add(step);
            } else {
                last = still;
            }
        }
        return new FewestSteps(steps.stream().map(String::valueOf).collect(Collectors.joining(",")), last);
    }
}
