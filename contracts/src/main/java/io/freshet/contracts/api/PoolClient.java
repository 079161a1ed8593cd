package io.freshet.contracts.api;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Asks the scheduler for pools, and sets how large they are. Every method throws a {@link ProblemException} if the service refuses,
 * and an {@link IOException} if it cannot be reached. Thread-safe; usable as long as the {@link SchedulerClient} that it comes from.
 */
public final class PoolClient {
    private final SchedulerCalls calls;

    PoolClient(SchedulerCalls calls) {
        this.calls = calls;
    }

    /** The pools that somebody defined, by name; others have the installation's default size. */
    public List<PoolInfo> list(String namespace) throws IOException {
        return calls.all(() -> SchedulerCalls.namespace(namespace, "pools"), new TypeReference<>() {});
    }

    /** Gives a pool this many slots. */
    public PoolInfo set(PoolInfo pool) throws IOException {
        return calls.send(
                "PUT",
                SchedulerCalls.namespace(pool.namespace(), "pools", pool.pool()),
                Map.of("slots", pool.slots()),
                new TypeReference<>() {});
    }
}
