package io.freshet.contracts.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An instance with its recent history.
 *
 * @param lastSuccess the attempt whose outputs it has; null if it never succeeded
 * @param attempts newest first, at most 20
 * @param decisions newest first, at most 50
 */
public record InstanceDetail(
        InstanceInfo current,
        @Nullable String lastSuccess,
        @Nullable Instant lastSuccessAt,
        List<AttemptInfo> attempts,
        List<DecisionInfo> decisions) {
    public InstanceDetail {
        attempts = List.copyOf(attempts);
        decisions = List.copyOf(decisions);
    }
}
