package io.freshet.scheduler.admission;

import io.freshet.contracts.event.ConcurrencyLimit;
import io.freshet.contracts.event.PoolDefined;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.id.InstanceRef;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An attempt that holds slots: from its launch until it has ended.
 *
 * @param launchedAt when it got its slots
 * @param cancelled whether the launcher was asked to stop it
 * @param keyed the limits on attempts of equal key that it counts for; null: none
 * @param batch the attempt in whose slot it is, because both work one after the other; null: it has its own alone
 */
public record Launched(
        InstanceRef instance,
        String run,
        String pool,
        int number,
        Instant launchedAt,
        boolean cancelled,
        @Nullable List<ConcurrencyLimit> keyed,
        @Nullable String batch) {
    static Launched of(TaskReady ready, @Nullable String batch, Instant now) {
        return new Launched(
                ready.instance(), ready.run(), ready.pool(), ready.number(), now, false, keyed(ready.limits()), batch);
    }

    private static @Nullable List<ConcurrencyLimit> keyed(List<ConcurrencyLimit> limits) {
        List<ConcurrencyLimit> keyed =
                limits.stream().filter(limit -> limit.key() != null).toList();
        return keyed.isEmpty() ? null : keyed;
    }

    PoolKey poolKey() {
        return new PoolKey(instance.namespace(), pool);
    }

    /** Those that share a slot are of one run. */
    PoolKey poolOfRun() {
        return new PoolKey(instance.namespace(), PoolDefined.poolOfRun(run));
    }

    Launched stopped() {
        return new Launched(instance, run, pool, number, launchedAt, true, keyed, batch);
    }
}
