package io.freshet.audit.http;

import io.freshet.audit.history.CommitSignal;
import io.freshet.audit.jdbc.read.RunQueries;
import io.freshet.contracts.api.Page;
import io.freshet.contracts.api.RunInfo;
import io.freshet.contracts.api.RunState;
import io.freshet.contracts.event.TaskEvent.RunForecast;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Runs. */
@Controller("/api/v1/runs")
@ExecuteOn(TaskExecutors.BLOCKING)
final class RunController {
    private static final Duration DEFAULT_WAIT = Duration.ofSeconds(30);

    private final RunQueries runs;
    private final Names names;
    private final LongPoll waiting;
    private final Limits limits;

    RunController(RunQueries runs, Names names, CommitSignal signal, Limits limits) {
        this.runs = runs;
        this.names = names;
        this.waiting = new LongPoll(signal);
        this.limits = limits;
    }

    @Get
    Page<RunInfo> list(HttpRequest<?> request) {
        Parameters parameters = new Parameters(request);
        RunQueries.Wanted wanted = new RunQueries.Wanted(
                parameters.name("namespace"),
                parameters.name("workflow"),
                parameters.oneOf("state", RunState.class),
                parameters.time("since"));
        return Parameters.page(runs.list(wanted, parameters.slice(SortKey.TIME, SortKey.TEXT)));
    }

    @Get("/{run}")
    RunInfo find(String run) {
        String id = names.run(run);
        return runs.find(id).orElseThrow(() -> Problems.notFound("run", id));
    }

    /** What a trial said that the run would do, as soon as it has: one, or none when the time is over. */
    @Get("/{run}/forecast")
    List<RunForecast> forecast(String run, HttpRequest<?> request) {
        Duration limit = new Parameters(request).duration("timeout", DEFAULT_WAIT, limits.longestWait());
        return waiting.until(() -> runs.forecast(run), Optional::isPresent, limit).stream()
                .toList();
    }

    /** The run as soon as it has finished, or as it is when the time is over. */
    @Get("/{run}/wait")
    RunInfo await(String run, HttpRequest<?> request) {
        Duration limit = new Parameters(request).duration("timeout", DEFAULT_WAIT, limits.longestWait());
        waiting.until(() -> runs.isFinished(run), limit);
        return find(run);
    }
}
