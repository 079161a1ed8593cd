package io.freshet.contracts.api;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.event.Usage;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.spec.FailureKind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of an instance.
 *
 * @param number within its evaluation, from 1
 * @param reason why the instance ran
 * @param accepted whether its outputs became the instance's
 * @param cachedFrom the attempt that did the work, where the outputs were linked
 * @param host where it ran
 * @param failure null unless it failed
 * @param message what happened and what to do, if it failed
 * @param usage null until it ended
 */
public record AttemptInfo(
        String attempt,
        InstanceRef instance,
        int number,
        AttemptState state,
        @Nullable String run,
        @Nullable Reason reason,
        @Nullable Integer workflowVersion,
        @Nullable Fingerprint actionKey,
        @Nullable Instant readyAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        boolean accepted,
        @Nullable String cachedFrom,
        @Nullable String host,
        @Nullable FailureKind failure,
        @Nullable Integer exitCode,
        @Nullable String message,
        @Nullable Usage usage) {}
