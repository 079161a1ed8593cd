package io.freshet.audit.http;

import io.freshet.audit.history.CommitSignal;
import io.freshet.audit.history.LogPartition;
import io.freshet.audit.jdbc.read.Unrest;
import io.freshet.audit.jdbc.read.WorkflowQueries;
import io.freshet.audit.kafka.IngestionLag;
import io.freshet.audit.kafka.IngestionMetrics;
import io.freshet.contracts.api.IngestStats;
import io.freshet.contracts.api.Settled;
import io.freshet.contracts.id.WorkflowRef;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/** How far the log was read, and whether a workflow has come to rest. */
@Controller("/api/v1")
@ExecuteOn(TaskExecutors.BLOCKING)
final class ServiceController {
    private final WorkflowQueries workflows;
    private final IngestionLag progress;
    private final IngestionMetrics metrics;
    private final LongPoll waiting;
    private final Limits limits;
    private final InstantSource clock;

    ServiceController(
            WorkflowQueries workflows,
            IngestionLag progress,
            IngestionMetrics metrics,
            CommitSignal signal,
            Limits limits,
            InstantSource clock) {
        this.workflows = workflows;
        this.progress = progress;
        this.metrics = metrics;
        this.waiting = new LongPoll(signal);
        this.limits = limits;
        this.clock = clock;
    }

    @Get("/stats")
    IngestStats stats() {
        return progress.stats(metrics.ingested());
    }

    /**
     * Settled: all that the log of state held when this was asked was read, no instance of the workflow is unsettled and no run of it
     * is open. Answers as soon as that is so, or when the time is over.
     */
    @Get("/workflows/{namespace}/{workflow}/settled")
    Settled settled(String namespace, String workflow, HttpRequest<?> request) {
        WorkflowRef ref = Names.workflow(namespace, workflow);
        Duration limit = new Parameters(request).duration("timeout", Duration.ZERO, limits.longestWait());
        Map<LogPartition, Long> ends = progress.endsOfState();
        return waiting.until(() -> check(ref, ends), Settled::settled, limit);
    }

    private Settled check(WorkflowRef workflow, Map<LogPartition, Long> ends) {
        // First the lag: what is counted afterwards is then at least as new.
        long lag = progress.lag(ends);
        Unrest unrest = workflows.unrest(workflow);
        return new Settled(
                lag == 0 && unrest.isNone(),
                unrest.unsettled(),
                unrest.openRuns(),
                lag,
                unrest.version(),
                clock.instant());
    }
}
