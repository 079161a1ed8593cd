package io.freshet.watcher.watch;

import io.freshet.contracts.event.DatasetProblems;

/** Where problems of datasets are reported to. Thread-safe. */
@FunctionalInterface
public interface ProblemReporter {
    /**
     * Returns when the report cannot be lost any more.
     *
     * @throws Exception if that failed; reporting again is harmless
     */
    void report(DatasetProblems problems) throws Exception;
}
