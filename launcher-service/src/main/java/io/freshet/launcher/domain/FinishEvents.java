package io.freshet.launcher.domain;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.LaunchCommand.CancelAttempt;
import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.contracts.event.Outcome;
import io.freshet.contracts.event.Usage;
import io.freshet.contracts.spec.FailureKind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Makes the reports of ends. */
public final class FinishEvents {
    private static final Fingerprint NO_ACTION = new Fingerprint("0".repeat(64));

    private FinishEvents() {}

    static AttemptFinished of(
            LaunchAttempt launch, Outcome outcome, Usage usage, @Nullable Instant startedAt, Instant at) {
        return new AttemptFinished(
                launch.instance(),
                launch.attempt(),
                launch.number(),
                launch.run(),
                launch.work().actionKey(),
                outcome,
                usage,
                startedAt,
                launch.trace(),
                at);
    }

    /**
     * The end of an attempt that is cancelled although its launch was never seen here. Kept like any other end, it is also what keeps a
     * launch that comes late from starting. What only the launch says is unknown: the number is 0, the action key all zeros.
     */
    public static AttemptFinished neverBegun(CancelAttempt cancel, Instant at) {
        return new AttemptFinished(
                cancel.instance(),
                cancel.attempt(),
                0,
                cancel.run(),
                NO_ACTION,
                cancelledBeforeStart(),
                Usage.UNKNOWN,
                null,
                null,
                at);
    }

    static Outcome.Failed cancelledBeforeStart() {
        return new Outcome.Failed(FailureKind.CANCELLED, "it was cancelled before it was started", null);
    }
}
