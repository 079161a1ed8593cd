package io.freshet.scheduler.http;

import io.freshet.contracts.api.Page;
import io.freshet.contracts.api.PoolInfo;
import io.freshet.contracts.error.ProblemCode;
import io.freshet.contracts.event.PoolDefined;
import io.freshet.scheduler.deployment.PoolStore;
import io.freshet.scheduler.deployment.Problems;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** The pools of a namespace. */
@Controller("/api/v1/namespaces/{namespace}/pools")
@ExecuteOn(TaskExecutors.BLOCKING)
final class PoolController {
    private static final int MOST_SLOTS = 1_000_000;

    /** How many slots a pool shall have. */
    record PoolSize(@Nullable Integer slots) {}

    private final PoolStore pools;
    private final InstantSource clock;

    PoolController(PoolStore pools, InstantSource clock) {
        this.pools = pools;
        this.clock = clock;
    }

    @Get
    Page<PoolInfo> list(String namespace, @Nullable @QueryValue String cursor, @Nullable @QueryValue Integer limit) {
        return pools.pools(Parameters.namespace(namespace), cursor, Parameters.limit(limit));
    }

    @Get("/{pool}")
    PoolInfo get(String namespace, String pool) {
        return pools.pool(Parameters.namespace(namespace), Parameters.pool(pool))
                .orElseThrow(() -> Problems.noPool(namespace, pool));
    }

    @Put("/{pool}")
    PoolInfo put(String namespace, String pool, @Body PoolSize size, @Nullable @Header(User.HEADER) String user) {
        String name = User.require(user);
        Integer slots = size.slots();
        if (slots == null || slots < 0 || slots > MOST_SLOTS) {
            throw Problems.badRequest(
                    ProblemCode.INVALID_SLOTS, "slots must be 0 to %d; 0 pauses the pool.".formatted(MOST_SLOTS));
        }
        PoolDefined defined =
                new PoolDefined(Parameters.namespace(namespace), Parameters.pool(pool), slots, clock.instant());
        pools.define(defined, name);
        return new PoolInfo(namespace, pool, slots);
    }
}
