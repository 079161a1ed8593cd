package io.freshet.planner.domain;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Random stories that are played at the same time. A failure names the seed and the fewest steps with which the story still fails; put them
 * into the system properties {@code NAME.seed} and {@code NAME.steps} to play that story alone.
 *
 * @param name of the system properties
 * @param mostSteps of a story
 */
record RandomStories(String name, int mostSteps, Story story) {
    interface Story {
        /**
         * Plays it.
         *
         * @param only the steps that are taken; null: all
         */
        void play(long seed, @Nullable Set<Integer> only);
    }

    void play(LongStream seeds) {
        Long only = Long.getLong(name + ".seed");
        String steps = System.getProperty(name + ".steps");
        if (only != null && steps != null) {
            story.play(
                    only,
                    Arrays.stream(steps.split(","))
                            .filter(step -> !step.isEmpty())
                            .map(Integer::valueOf)
                            .collect(Collectors.toSet()));
            return;
        }
        (only == null ? seeds : LongStream.of(only)).parallel().forEach(seed -> {
            Throwable failure = failure(seed, null);
            if (failure != null) {
                throw shrunk(seed, failure);
            }
        });
    }

    private AssertionError shrunk(long seed, Throwable failure) {
        FewestSteps fewest = FewestSteps.of(mostSteps, failure, steps -> failure(seed, steps));
        return new AssertionError(
                "-D%s.seed=%d -D%1$s.steps=%s: %s".formatted(name, seed, fewest.steps(), fewest.failure()),
                fewest.failure());
    }

    private @Nullable Throwable failure(long seed, @Nullable Set<Integer> only) {
        try {
            story.play(seed, only);
            return null;
        } catch (RuntimeException | AssertionError e) {
            return e;
        }
    }
}
