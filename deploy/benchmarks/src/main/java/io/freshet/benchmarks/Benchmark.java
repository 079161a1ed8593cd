package io.freshet.benchmarks;

import java.io.PrintStream;

/** One measurement on the real system. */
public interface Benchmark {
    /** As the command line names it. */
    String name();

    /** What is done, in one sentence. */
    String workload();

    /**
     * Sets the system up, warms it up, measures, and takes everything down again.
     *
     * @param progress for people who wait
     */
    Report run(PrintStream progress) throws Exception;
}
