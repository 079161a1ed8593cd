package io.freshet.benchmarks;

import io.freshet.benchmarks.topology.PlannerSteps;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the planner's steps took, as reports have it, and at once for people who wait. Not thread-safe. */
final class StepFigures {
    private static final double BYTES_PER_KIB = 1024;

    private final Map<String, Object> figures = new LinkedHashMap<>();
    private final PrintStream progress;

    StepFigures(PrintStream progress) {
        this.progress = progress;
    }

    /** By step, in their order. */
    Map<String, Object> all() {
        return figures;
    }

    void note(String name, PlannerSteps.Work work) {
        Samples others = new Samples();
        work.othersNanos().forEach(others::add);
        Map<String, Object> measured = new LinkedHashMap<>();
        measured.put("seconds", Samples.rounded(work.seconds()));
        measured.put("transactions", work.transactions());
        measured.put("longestTransactionCpuMillis", Samples.rounded(work.longestCpuNanos() / 1e6));
        measured.put("longestTransactionMillis", Samples.rounded(work.longestNanos() / 1e6));
        measured.put("largestEventKiB", Samples.rounded(work.largestEventBytes() / BYTES_PER_KIB));
        measured.put("allEventsKiB", Samples.rounded(work.allEventBytes() / BYTES_PER_KIB));
        if (others.size() > 0) {
            measured.put("others", others.figures());
        }
        figures.put(name, measured);
        progress.printf("%s: %s%n", name, measured);
    }
}
