package io.freshet.launcher.batch;

import io.freshet.launcher.domain.Occurrence;
import io.freshet.launcher.domain.StartedProcess;
import org.jspecify.annotations.Nullable;

/** What is known of the pod of a batch. */
sealed interface BatchState {
    /** It was asked for, or looked for; no more is known. */
    record Ordered() implements BatchState {}

    /** It runs. */
    record Running(StartedProcess process) implements BatchState {}

    /**
     * It has ended, or there is none.
     *
     * @param process what ran; null if nothing is known to have run
     * @param how {@code Ended}, {@code Refused} or {@code NotBegun}
     */
    record Over(@Nullable StartedProcess process, Occurrence how) implements BatchState {}
}
