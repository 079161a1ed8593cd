package io.freshet.planner.domain.instance;

import io.freshet.planner.domain.model.Limits;

/**
 * The attempt that an instance waits for.
 *
 * @param number within the evaluation, from 1
 * @param failures of the task itself before this attempt
 * @param infrastructureFailures before this attempt
 * @param lost how many of the infrastructure failures were attempts that vanished; at most {@link Limits#LOST}
 * @param forced whether somebody asked for the evaluation although nothing had changed
 * @param fallback whether the task's fallback command runs, because its command has failed for good
 */
public record Attempt(
        int number, int failures, int infrastructureFailures, int lost, boolean forced, boolean fallback) {
    public static Attempt first(boolean forced) {
        return new Attempt(1, 0, 0, 0, forced, false);
    }

    /** Whether the evaluation had an attempt before. */
    boolean isRetry() {
        return number > 1;
    }

    public Attempt afterOwnFailure() {
        return new Attempt(number + 1, failures + 1, infrastructureFailures, lost, forced, fallback);
    }

    /**
     * @param vanished whether the attempt left nothing behind, not even an exit status
     */
    public Attempt afterInfrastructureFailure(boolean vanished) {
        return new Attempt(
                number + 1, failures, infrastructureFailures + 1, vanished ? lost + 1 : lost, forced, fallback);
    }

    public Attempt asFallback() {
        return new Attempt(number + 1, failures, 0, 0, forced, true);
    }
}
