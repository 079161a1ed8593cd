package io.freshet.contracts.api;

import io.freshet.contracts.id.WorkflowRef;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message about alerts, and what became of it.
 *
 * @param delivery its id, which the receiver gets with each attempt: {@code webhook-id}, {@code Message-ID}
 * @param rule the name of the workflow's alert that it is by
 * @param channel {@code webhook}, {@code slack}, {@code pagerduty} or {@code email}
 * @param kind what it says
 * @param alerts that it is about, by their ids; none of a test
 * @param attempts how often it was sent
 * @param nextAt when it is sent again; null if it is not
 * @param endedAt when it was delivered or given up; null if neither was
 * @param answer what the receiver said last, or why it could not be reached, at most 500 characters; null if it was not sent
 */
public record DeliveryInfo(
        String delivery,
        WorkflowRef workflow,
        String rule,
        String channel,
        Kind kind,
        List<String> alerts,
        State state,
        int attempts,
        Instant createdAt,
        @Nullable Instant nextAt,
        @Nullable Instant endedAt,
        @Nullable String answer) {
    public DeliveryInfo {
        alerts = List.copyOf(alerts);
    }

    /** What a message says. */
    public enum Kind {
        ALERTS,
        TEST
    }

    /** What became of it. */
    public enum State {
        PENDING,
        DELIVERED,
        /** It was tried as often as it is, or the receiver refused it for good. */
        GIVEN_UP
    }
}
