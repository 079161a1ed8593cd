package io.freshet.contracts.api;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks the scheduler what waits for slots, and sets quotas. Every method throws a {@link ProblemException} if the service refuses, and an
 * {@link IOException} if it cannot be reached. Thread-safe; usable as long as the {@link SchedulerClient} that it comes from.
 */
public final class QueueClient {
    private final SchedulerCalls calls;

    QueueClient(SchedulerCalls calls) {
        this.calls = calls;
    }

    /**
     * Which attempts to name; what is null is not asked for.
     *
     * @param run whole
     * @param instance such as {@code prod/claims/clean/source=north}
     * @param limit how many at the most, 1 to 1,000
     */
    public record Wanted(
            @Nullable String pool,
            @Nullable String run,
            @Nullable String instance,
            int limit) {}

    /** What waits in a namespace now. Where schedulers share the work, any of them can be asked. */
    public QueueInfo queue(String namespace, Wanted wanted) throws IOException {
        return queue(namespace, wanted, null);
    }

    /** The same of a scheduler that is not to ask another one: it refuses where it does not admit for the namespace itself. */
    public QueueInfo queueThere(String namespace, Wanted wanted) throws IOException {
        return queue(namespace, wanted, false);
    }

    private QueueInfo queue(String namespace, Wanted wanted, @Nullable Boolean forward) throws IOException {
        return calls.get(
                SchedulerCalls.namespace(namespace, "queue")
                        .with("pool", wanted.pool())
                        .with("run", wanted.run())
                        .with("instance", wanted.instance())
                        .with("limit", wanted.limit())
                        .with("forward", forward),
                new TypeReference<>() {});
    }

    /** The quota of a namespace. */
    public NamespaceQuota quota(String namespace) throws IOException {
        return calls.get(SchedulerCalls.namespace(namespace, "quota"), new TypeReference<>() {});
    }

    /** Lets so many attempts of a namespace run at once; 0 pauses it. What runs goes on. */
    public NamespaceQuota setQuota(String namespace, int maxActive) throws IOException {
        return calls.send(
                "PUT",
                SchedulerCalls.namespace(namespace, "quota"),
                Map.of("maxActive", maxActive),
                new TypeReference<>() {});
    }

    /** Lets any number of attempts of a namespace run at once. */
    public NamespaceQuota removeQuota(String namespace) throws IOException {
        return calls.send("DELETE", SchedulerCalls.namespace(namespace, "quota"), null, new TypeReference<>() {});
    }
}
