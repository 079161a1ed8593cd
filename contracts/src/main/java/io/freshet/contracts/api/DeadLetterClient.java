package io.freshet.contracts.api;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.util.List;

/**
 * Decides what becomes of rejected records. Every method throws {@link ProblemException} if the service refuses, {@link UnreachableException}
 * if it cannot be reached, and {@link IOException} if it does not answer as it should. Thread-safe; usable as long as the
 * {@link SchedulerClient} that it comes from.
 */
public final class DeadLetterClient {
    private final SchedulerCalls calls;

    DeadLetterClient(SchedulerCalls calls) {
        this.calls = calls;
    }

    /** Retries or discards letters; what became of each, in the order in which they were named. */
    public List<DeadLetterOutcome> decide(DeadLetterOrder order) throws IOException {
        return calls.send(
                "POST", RestCall.to("api", "v1", "dead-letters", "decisions"), order, new TypeReference<>() {});
    }
}
