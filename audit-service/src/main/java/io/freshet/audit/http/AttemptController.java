package io.freshet.audit.http;

import io.freshet.audit.domain.CommitSignal;
import io.freshet.audit.jdbc.Attempts;
import io.freshet.audit.jdbc.Logs;
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
    private final Attempts attempts;
    private final Logs logs;
    private final Waiting waiting;
    private final Limits limits;
    private final ExecutorService executor;

    AttemptController(
            Attempts attempts,
            Logs logs,
            CommitSignal signal,
            Limits limits,
            @Named(TaskExecutors.BLOCKING) ExecutorService executor) {
        this.attempts = attempts;
        this.logs = logs;
        this.waiting = new Waiting(signal);
        this.limits = limits;
        this.executor = executor;
    }

    @Get
    Page<AttemptInfo> list(HttpRequest<?> request) {
        Parameters parameters = new Parameters(request);
        Attempts.Wanted wanted = new Attempts.Wanted(
                parameters.scope(),
                parameters.parsed("instance", InstanceRef::parse),
                parameters.name("run"),
                parameters.oneOf("state", AttemptState.class),
                parameters.time("since"));
        return Parameters.page(attempts.list(wanted, parameters.slice()));
    }

    @Get("/{attempt}")
    AttemptDetail find(String attempt) {
        return attempts.find(attempt).orElseThrow(() -> Refusal.notFound("attempt", attempt));
    }

    /** The output from a byte on; with {@code follow} until it ends, or the limit is reached. */
    @Get("/{attempt}/log")
    @Produces(MediaType.TEXT_PLAIN + ";charset=utf-8")
    Publisher<byte[]> log(String attempt, HttpRequest<?> request) {
        Parameters parameters = new Parameters(request);
        long offset = parameters.number("offset", 0, 0, Long.MAX_VALUE);
        Duration limit = parameters.flag("follow")
                ? parameters.duration("timeout", limits.longestFollow(), limits.longestFollow())
                : Duration.ZERO;
        if (attempts.info(attempt).isEmpty()) {
            throw Refusal.notFound("attempt", attempt);
        }
        LogTail tail = new LogTail(attempts, logs, waiting, attempt, offset, limit);
        return Flux.<byte[]>generate(sink -> tail.next().ifPresentOrElse(sink::next, sink::complete))
                .subscribeOn(Schedulers.fromExecutor(executor));
    }
}
