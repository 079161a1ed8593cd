package io.freshet.audit.config;

import io.freshet.audit.jdbc.read.RunQueries;
import io.freshet.contracts.api.RunCounts;
import io.freshet.contracts.api.RunInfo;
import io.freshet.contracts.id.WorkflowRef;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micronaut.context.annotation.Context;
import io.micronaut.scheduling.annotation.Scheduled;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far backfills are that go on, at most {@value #MOST_BACKFILLS} of them, as metrics: those of one workflow together, because none has an
 * id as a label. Every service of an installation says the same.
 */
@Context
final class BackfillMetrics {
    private static final int MOST_BACKFILLS = 20;

    private final RunQueries runs;
    private final MultiGauge instances;

    BackfillMetrics(RunQueries runs, MeterRegistry meters) {
        this.runs = runs;
        this.instances = MultiGauge.builder("freshet.audit.backfill.instances")
                .description("Instances that the backfills that go on have reached, by what became of them")
                .register(meters);
    }

    /** Counts as many rows as the backfills have instances. */
    @Scheduled(initialDelay = "20s", fixedDelay = "1m")
    void measure() {
        Map<WorkflowRef, Map<String, Integer>> byWorkflow = new TreeMap<>();
        for (RunInfo run : runs.openBackfills(MOST_BACKFILLS)) {
            RunCounts counts = run.counts();
            if (counts != null) {
                Map<String, Integer> sums = byWorkflow.computeIfAbsent(run.workflow(), _ -> new LinkedHashMap<>());
                states(counts).forEach((state, count) -> sums.merge(state, count, Integer::sum));
            }
        }
        List<Row<?>> rows = new ArrayList<>();
        byWorkflow.forEach((workflow, sums) -> sums.forEach((state, sum) -> rows.add(Row.of(
                Tags.of("namespace", workflow.namespace(), "workflow", workflow.workflow(), "state", state), sum))));
        instances.register(rows, true);
    }

    private static Map<String, Integer> states(RunCounts counts) {
        return Map.of(
                "active", counts.active(),
                "done", counts.executed(),
                "cached", counts.cached(),
                "skipped", counts.cutOff() + counts.skipped(),
                "waiting", counts.waiting(),
                "failed", counts.failed() + counts.blocked(),
                "cancelled", counts.cancelled());
    }
}
