package io.freshet.scheduler.http;

import io.freshet.contracts.api.Page;
import io.freshet.contracts.api.ReplayInfo;
import io.freshet.contracts.api.ReplayOrder;
import io.freshet.contracts.api.ReplayRun;
import io.freshet.scheduler.deployment.Problems;
import io.freshet.scheduler.replay.ReplayStore;
import io.freshet.scheduler.replay.Replays;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import org.jspecify.annotations.Nullable;

/** Replays of topics. */
@Controller("/api/v1/replays")
@ExecuteOn(TaskExecutors.BLOCKING)
final class ReplayController {
    private final Replays replays;
    private final ReplayStore store;

    ReplayController(Replays replays, ReplayStore store) {
        this.replays = replays;
        this.store = store;
    }

    @Post
    @Status(HttpStatus.ACCEPTED)
    ReplayInfo ask(
            @Nullable @Header(User.HEADER) String user,
            @Nullable @Header("Idempotency-Key") String requestId,
            @Body ReplayOrder order) {
        return replays.ask(order, Parameters.requestId(requestId), User.require(user));
    }

    @Get
    Page<ReplayInfo> list(@Nullable @QueryValue String cursor, @Nullable @QueryValue Integer limit) {
        return store.list(cursor, Parameters.limit(limit));
    }

    @Get("/{replay}")
    ReplayInfo get(String replay) {
        return found(replay);
    }

    @Get("/{replay}/runs")
    Page<ReplayRun> runs(String replay, @Nullable @QueryValue String cursor, @Nullable @QueryValue Integer limit) {
        return store.runs(found(replay).replay(), cursor, Parameters.limit(limit));
    }

    @Post(value = "/{replay}/cancel", consumes = "*/*")
    ReplayInfo cancel(String replay, @Nullable @Header(User.HEADER) String user) {
        String by = User.require(user);
        return store.cancel(found(replay).replay(), by).orElseThrow(() -> Problems.noReplay(replay));
    }

    private ReplayInfo found(String replay) {
        return store.find(replay).orElseThrow(() -> Problems.noReplay(replay));
    }
}
