package io.freshet.launcher.domain;

import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.contracts.event.Usage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Where an attempt stands. Everything here can be read back from the attempt's directory after a restart. */
public sealed interface AttemptState {
    /**
     * It is on record, and nothing of it is known to run.
     *
     * @param stop why it is to be ended; null if it is not
     */
    record Accepted(LaunchAttempt launch, @Nullable StopCause stop) implements AttemptState {}

    /**
     * Its process or pod runs.
     *
     * @param stop why it is being ended; null if it is not
     */
    record Running(
            LaunchAttempt launch,
            StartedProcess process,
            @Nullable StopCause stop) implements AttemptState {}

    /** It ended well; what it wrote is being taken over. */
    record Staging(LaunchAttempt launch, StartedProcess process, Usage usage, Instant endedAt)
            implements AttemptState {}

    /**
     * How it ended is decided and will not change.
     *
     * @param reported whether the broker has the report
     * @param logSent whether the broker has the whole log
     */
    record Closing(AttemptFinished finish, boolean reported, boolean logSent) implements AttemptState {}

    /** Nothing is left to do. */
    record Closed(AttemptFinished finish) implements AttemptState {}
}
