package io.freshet.benchmarks;

import java.io.PrintStream;
import java.util.Optional;

/** One measurement on the real system. */
public interface Benchmark {
    /** As the command line names it. */
    String name();

    /** What is done, in one sentence. */
    String workload();

    /**
     * The same with another number of instances; empty if the number is not one to choose.
     *
     * @param number at least 1
     */
    default Optional<Benchmark> withInstances(int number) {
        return Optional.empty();
    }

    /**
     * Sets the system up, warms it up, measures, and takes everything down again.
     *
     * @param progress for people who wait
     */
    Report run(PrintStream progress) throws Exception;
}
