package io.freshet.launcher.domain;

import io.freshet.contracts.event.Outcome;
import io.freshet.contracts.event.Usage;
import io.freshet.contracts.spec.FailureKind;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What may happen to an attempt. */
public sealed interface Occurrence {
    /** The order to launch it was read, perhaps again. */
    record LaunchOrdered() implements Occurrence {}

    /** A launcher has read its record after a restart. */
    record Resumed() implements Occurrence {}

    /** Nothing was ever started for it, and nothing that was begun earlier can still start. */
    record NotBegun() implements Occurrence {}

    /** It is to be ended. */
    record StopOrdered(StopCause cause) implements Occurrence {}

    /** An earlier attempt's outputs are used; nothing is started. */
    record Answered(Outcome.Succeeded outcome) implements Occurrence {}

    /**
     * Nothing could be started.
     *
     * @param exitCode what a shell would have answered; null if there is no such thing
     */
    record Refused(
            FailureKind kind, String message, @Nullable Integer exitCode) implements Occurrence {}

    /**
     * It was begun, and cannot start yet.
     *
     * @param why what it waits for, for people
     */
    record Delayed(String why) implements Occurrence {}

    /**
     * Its process or pod runs, or ran.
     *
     * @param age for how long by now, measured by one clock; null if all that is known is what the clock of its machine said then
     */
    record Started(StartedProcess process, @Nullable Duration age) implements Occurrence {
        /** One that has begun just now. */
        public Started(StartedProcess process) {
            this(process, Duration.ZERO);
        }
    }

    /** Its process or pod ended. */
    record Ended(ProcessEnd end, Usage usage, Instant at) implements Occurrence {}

    /** It has run for as long as it may. */
    record TimeoutElapsed() implements Occurrence {}

    /** Its outputs are stored and passed their checks. */
    record Staged(Outcome.Succeeded outcome) implements Occurrence {}

    /** Its outputs cannot be accepted. */
    record Rejected(FailureKind kind, String message) implements Occurrence {}

    /** The broker has the report of its end. */
    record Reported() implements Occurrence {}

    /** The broker has its whole log. */
    record LogDelivered() implements Occurrence {}
}
