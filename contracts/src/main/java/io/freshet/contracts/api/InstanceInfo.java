package io.freshet.contracts.api;

import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.id.InstanceRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an instance is doing, or how it settled.
 *
 * @param sentence the decision in words
 * @param run on whose behalf
 * @param attempt the attempt the decision is about
 * @param at when the state was reached
 */
public record InstanceInfo(
        InstanceRef instance,
        InstanceState state,
        @Nullable Reason reason,
        String sentence,
        @Nullable String run,
        @Nullable String attempt,
        @Nullable Instant at) {}
