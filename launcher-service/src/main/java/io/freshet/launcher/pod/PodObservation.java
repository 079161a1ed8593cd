package io.freshet.launcher.pod;

import io.freshet.contracts.spec.FailureKind;
import io.freshet.launcher.domain.ProcessEnd;
import io.freshet.launcher.domain.StartedProcess;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a pod's status says of its attempt. */
public sealed interface PodObservation {
    /** Whether nothing more is to come. */
    default boolean isEnd() {
        return this instanceof Unstartable || this instanceof Over;
    }

    /**
     * The command does not run yet, and may still.
     *
     * @param why what it waits for, for people
     */
    record Waiting(String why) implements PodObservation {}

    /**
     * The command never ran and never will.
     *
     * @param exitCode what a container that ran before it answered; null if there is no such thing
     */
    record Unstartable(
            FailureKind kind, String message, @Nullable Integer exitCode) implements PodObservation {}

    /** The command runs. */
    record Running(StartedProcess process) implements PodObservation {}

    /** The command ran, and has come to its end. */
    record Over(StartedProcess process, ProcessEnd end, Instant at) implements PodObservation {}
}
