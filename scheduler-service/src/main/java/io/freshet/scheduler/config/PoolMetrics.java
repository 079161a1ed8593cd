package io.freshet.scheduler.config;

import io.freshet.contracts.api.QueueInfo.PoolUse;
import io.freshet.scheduler.topology.LiveQueues;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Requires;
import io.micronaut.scheduling.annotation.Scheduled;
import java.util.List;
import java.util.function.ToDoubleFunction;
import javax.sql.DataSource;

/**
 * What runs and waits in each pool, as metrics: of the pools of the namespaces that this scheduler admits for, as far as something runs
 * or waits in them, at most {@value #MOST_POOLS} by name.
 */
@Context
@Requires(beans = DataSource.class)
final class PoolMetrics {
    private static final int MOST_POOLS = 500;

    private final LiveQueues queues;
    private final MultiGauge slots;
    private final MultiGauge inUse;
    private final MultiGauge waiting;
    private final MultiGauge longestWait;

    PoolMetrics(LiveQueues queues, MeterRegistry meters) {
        this.queues = queues;
        this.slots = MultiGauge.builder("freshet.scheduler.pool.slots")
                .description("How many attempts the pool may have at once")
                .register(meters);
        this.inUse = MultiGauge.builder("freshet.scheduler.pool.in.use")
                .description("How many slots of the pool are taken")
                .register(meters);
        this.waiting = MultiGauge.builder("freshet.scheduler.pool.waiting")
                .description("How many attempts wait in the pool")
                .register(meters);
        this.longestWait = MultiGauge.builder("freshet.scheduler.pool.longest.wait")
                .description("For how long the run that has waited longest for a slot of the pool has had none")
                .baseUnit("seconds")
                .register(meters);
    }

    @Scheduled(initialDelay = "5s", fixedDelay = "10s")
    void measure() {
        List<PoolUse> pools = queues.pools().stream().limit(MOST_POOLS).toList();
        show(slots, pools, PoolUse::slots);
        show(inUse, pools, PoolUse::inUse);
        show(waiting, pools, PoolUse::waiting);
        show(longestWait, pools, PoolUse::longestWaitSeconds);
    }

    private static void show(MultiGauge gauge, List<PoolUse> pools, ToDoubleFunction<PoolUse> figure) {
        gauge.register(
                pools.stream()
                        .<Row<?>>map(pool -> Row.of(
                                Tags.of("namespace", pool.namespace(), "pool", pool.pool()),
                                figure.applyAsDouble(pool)))
                        .toList(),
                true);
    }
}
