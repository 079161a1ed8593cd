package io.freshet.audit.http;

import io.freshet.audit.history.CommitSignal;
import io.freshet.audit.history.LogPartition;
import io.freshet.audit.jdbc.read.PendingPublications;
import io.freshet.audit.jdbc.read.RunQueries;
import io.freshet.audit.kafka.IngestionLag;
import io.freshet.contracts.api.PublicationStatus;
import io.freshet.contracts.api.RunInfo;
import io.freshet.contracts.id.WorkflowRef;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether directories show what was made: a version is accepted first, and published some moments later. */
@Controller("/api/v1")
@ExecuteOn(TaskExecutors.BLOCKING)
final class PublicationController {
    private final PendingPublications publications;
    private final RunQueries runs;
    private final Names names;
    private final IngestionLag progress;
    private final LongPoll waiting;
    private final Limits limits;
    private final InstantSource clock;

    PublicationController(
            PendingPublications publications,
            RunQueries runs,
            Names names,
            IngestionLag progress,
            CommitSignal signal,
            Limits limits,
            InstantSource clock) {
        this.publications = publications;
        this.runs = runs;
        this.names = names;
        this.progress = progress;
        this.waiting = new LongPoll(signal);
        this.limits = limits;
        this.clock = clock;
    }

    /** Of all that the workflow has made by now. */
    @Get("/workflows/{namespace}/{workflow}/publication")
    PublicationStatus ofWorkflow(String namespace, String workflow, HttpRequest<?> request) {
        return await(Names.workflow(namespace, workflow), true, null, timeout(request));
    }

    /**
     * Of all that the run's workflow had made when the run finished. Not only of what the run made itself: what it found up to date may have been
     * made just before.
     */
    @Get("/runs/{run}/publication")
    PublicationStatus ofRun(String run, HttpRequest<?> request) {
        long deadline = System.nanoTime() + timeout(request).toNanos();
        String id = names.run(run);
        waiting.until(() -> runs.isFinished(id), Duration.ofNanos(deadline - System.nanoTime()));
        RunInfo found = runs.find(id).orElseThrow(() -> Problems.notFound("run", id));
        Instant finished = found.finishedAt();
        return await(found.workflow(), finished != null, finished, Duration.ofNanos(deadline - System.nanoTime()));
    }

    /**
     * What was made was written to the log before what says that a run has finished, and another partition of it may be read later: the log is
     * read to where it ends now before anything is counted as published.
     */
    private PublicationStatus await(WorkflowRef workflow, boolean ended, @Nullable Instant until, Duration limit) {
        Map<LogPartition, Long> ends = progress.endsOfState();
        return waiting.until(() -> check(workflow, ended, until, ends), PublicationStatus::complete, limit);
    }

    private PublicationStatus check(
            WorkflowRef workflow, boolean ended, @Nullable Instant until, Map<LogPartition, Long> ends) {
        long lag = progress.lag(ends);
        PendingPublications.Pending pending = publications.of(workflow, until);
        return new PublicationStatus(
                workflow,
                ended && lag == 0 && pending.total() == 0,
                pending.total(),
                pending.failing(),
                lag,
                pending.examples(),
                clock.instant());
    }

    private Duration timeout(HttpRequest<?> request) {
        return new Parameters(request).duration("timeout", Duration.ZERO, limits.longestWait());
    }
}
