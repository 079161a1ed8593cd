package io.freshet.scheduler.http;

import io.freshet.contracts.api.NamespaceQuota;
import io.freshet.contracts.api.QueueClient;
import io.freshet.contracts.api.QueueInfo;
import io.freshet.contracts.error.ProblemCode;
import io.freshet.contracts.event.PoolDefined;
import io.freshet.scheduler.admission.QueueQuery;
import io.freshet.scheduler.deployment.PoolStore;
import io.freshet.scheduler.deployment.Problems;
import io.freshet.scheduler.topology.LiveQueues;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What waits for slots in a namespace, and how much of it may run. */
@Controller("/api/v1/namespaces/{namespace}")
@ExecuteOn(TaskExecutors.BLOCKING)
final class QueueController {
    private static final int MOST_ACTIVE = 1_000_000;

    /** How many attempts of the namespace may run at once. */
    record Quota(@Nullable Integer maxActive) {}

    private final LiveQueues queues;
    private final OtherSchedulers others;
    private final PoolStore pools;
    private final InstantSource clock;

    QueueController(LiveQueues queues, OtherSchedulers others, PoolStore pools, InstantSource clock) {
        this.queues = queues;
        this.others = others;
        this.pools = pools;
        this.clock = clock;
    }

    @Get("/queue")
    QueueInfo queue(
            String namespace,
            @Nullable @QueryValue String pool,
            @Nullable @QueryValue String run,
            @Nullable @QueryValue String instance,
            @Nullable @QueryValue Integer limit,
            HttpRequest<?> request) {
        QueueQuery query = new QueueQuery(
                pool == null ? null : Parameters.pool(pool),
                run == null ? null : Parameters.run(run),
                instance == null ? null : Parameters.instance(instance).toString(),
                Parameters.limit(limit));
        boolean asksOthers = Parameters.flag("forward", request, true);
        return queues.queue(Parameters.namespace(namespace), query)
                .or(() -> asksOthers ? elsewhere(namespace, query, request) : Optional.empty())
                .orElseThrow(() -> Problems.queueElsewhere(namespace));
    }

    private Optional<QueueInfo> elsewhere(String namespace, QueueQuery query, HttpRequest<?> request) {
        return others.queue(
                namespace,
                new QueueClient.Wanted(query.pool(), query.run(), query.instance(), query.limit()),
                request.getHeaders().get(HttpHeaders.AUTHORIZATION));
    }

    @Get("/quota")
    NamespaceQuota quota(String namespace) {
        String name = Parameters.namespace(namespace);
        return new NamespaceQuota(name, pools.quota(name).orElse(null));
    }

    @Put("/quota")
    NamespaceQuota put(String namespace, @Body Quota quota, @Nullable @Header(User.HEADER) String user) {
        String by = User.require(user);
        Integer maxActive = quota.maxActive();
        if (maxActive == null || maxActive < 0 || maxActive > MOST_ACTIVE) {
            throw Problems.badRequest(
                    ProblemCode.INVALID_SLOTS,
                    "maxActive must be 0 to %d; 0 pauses the namespace.".formatted(MOST_ACTIVE));
        }
        String name = Parameters.namespace(namespace);
        pools.define(new PoolDefined(name, PoolDefined.QUOTA, maxActive, clock.instant()), by);
        return new NamespaceQuota(name, maxActive);
    }

    @Delete("/quota")
    NamespaceQuota delete(String namespace, @Nullable @Header(User.HEADER) String user) {
        var _ = User.require(user);
        String name = Parameters.namespace(namespace);
        pools.removeQuota(name);
        return new NamespaceQuota(name, null);
    }
}
