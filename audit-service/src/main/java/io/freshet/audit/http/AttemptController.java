package io.freshet.audit.http;

import io.freshet.audit.history.CommitSignal;
import io.freshet.audit.jdbc.read.AttemptQueries;
import io.freshet.audit.jdbc.read.LogQueries;
import io.freshet.contracts.api.AttemptDetail;
import io.freshet.contracts.api.AttemptInfo;
import io.freshet.contracts.api.AttemptState;
import io.freshet.contracts.api.Page;
import io.freshet.contracts.id.InstanceRef;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import jakarta.inject.Named;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** Attempts and their output. */
@Controller("/api/v1/attempts")
@ExecuteOn(TaskExecutors.BLOCKING)
final class AttemptController {
    private static final int MOST_LINES = 10_000;

    private final AttemptQueries attempts;
    private final Names names;
    private final LogQueries logs;
    private final LongPoll waiting;
    private final Limits limits;
    private final ExecutorService executor;

    AttemptController(
            AttemptQueries attempts,
            Names names,
            LogQueries logs,
            CommitSignal signal,
            Limits limits,
            @Named(TaskExecutors.BLOCKING) ExecutorService executor) {
        this.attempts = attempts;
        this.names = names;
        this.logs = logs;
        this.waiting = new LongPoll(signal);
        this.limits = limits;
        this.executor = executor;
    }

    @Get
    Page<AttemptInfo> list(HttpRequest<?> request) {
        Parameters parameters = new Parameters(request);
        InstanceRef instance = parameters.parsed("instance", InstanceRef::parse);
        String run = parameters.name("run");
        AttemptQueries.Wanted wanted = new AttemptQueries.Wanted(
                parameters.scope(),
                instance == null ? null : names.instance(instance),
                run == null ? null : names.run(run),
                parameters.oneOf("state", AttemptState.class),
                parameters.time("since"));
        return Parameters.page(attempts.list(wanted, parameters.slice(SortKey.TIME, SortKey.TEXT)));
    }

    @Get("/{attempt}")
    AttemptDetail find(String attempt) {
        String id = names.attempt(attempt);
        return attempts.find(id).orElseThrow(() -> Problems.notFound("attempt", id));
    }

    /** The output from a byte on, or its last lines; with {@code follow} until it ends, or the limit is reached. */
    @Get("/{attempt}/log")
    @Produces(MediaType.TEXT_PLAIN + ";charset=utf-8")
    Publisher<byte[]> log(String attempt, HttpRequest<?> request) {
        Parameters parameters = new Parameters(request);
        String id = names.attempt(attempt);
        long lines = parameters.number("tail", 0, 1, MOST_LINES);
        long offset = lines > 0 ? logs.startOfLast(id, (int) lines) : parameters.number("offset", 0, 0, Long.MAX_VALUE);
        Duration limit = parameters.flag("follow")
                ? parameters.duration("timeout", limits.longestFollow(), limits.longestFollow())
                : Duration.ZERO;
        LogTail tail = new LogTail(attempts, logs, waiting, id, offset, limit);
        return Flux.<byte[]>generate(sink -> tail.next().ifPresentOrElse(sink::next, sink::complete))
                .subscribeOn(Schedulers.fromExecutor(executor));
    }
}
