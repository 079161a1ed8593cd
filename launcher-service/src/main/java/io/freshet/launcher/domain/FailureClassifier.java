package io.freshet.launcher.domain;

import io.freshet.contracts.event.Outcome.Failed;
import io.freshet.contracts.spec.FailureKind;
import io.freshet.contracts.text.DurationText;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Classifies failures: by how a process ended, and why the launcher wanted it to. */
final class FailureClassifier {
    private static final int SIGNALLED = 128;
    private static final Map<Integer, String> SIGNALS = Map.of(
            1, "HUP", 2, "INT", 3, "QUIT", 4, "ILL", 6, "ABRT", 8, "FPE", 9, "KILL", 11, "SEGV", 13, "PIPE", 15,
            "TERM");

    private FailureClassifier() {}

    /**
     * The failure; empty if the process did what it was to do. Why the launcher ended it weighs more than its status, because a
     * process that is asked to end may well answer 0.
     *
     * @param limit how long it was allowed to run
     */
    public static Optional<Failed> failure(ProcessEnd end, @Nullable StopCause stop, Duration limit) {
        if (stop != null) {
            return Optional.of(stopped(stop, status(end), limit));
        }
        return switch (end) {
            case ProcessEnd.Vanished() ->
                Optional.of(new Failed(
                        FailureKind.LOST,
                        "the process is gone and left no exit status: the machine restarted, or somebody killed it"
                                + " together with what watched it",
                        null));
            case ProcessEnd.Failed(FailureKind kind, String message, Integer status) ->
                Optional.of(new Failed(kind, message, status));
            case ProcessEnd.Exited(int left, boolean outOfMemory) ->
                left == 0 ? Optional.empty() : Optional.of(exited(left, outOfMemory));
        };
    }

    private static @Nullable Integer status(ProcessEnd end) {
        return switch (end) {
            case ProcessEnd.Exited(int left, boolean _) -> left;
            case ProcessEnd.Failed(FailureKind _, String _, Integer left) -> left;
            case ProcessEnd.Vanished() -> null;
        };
    }

    private static Failed stopped(StopCause stop, @Nullable Integer status, Duration limit) {
        return switch (stop) {
            case TIMEOUT ->
                new Failed(
                        FailureKind.TIMEOUT,
                        "it ran longer than %s and was ended; allow more with the task's timeout"
                                .formatted(DurationText.format(limit)),
                        status);
            case CANCELLED -> new Failed(FailureKind.CANCELLED, "it was cancelled while it ran", status);
            case LAUNCHER_CLOSED, EARLIER_LAUNCHER_CLOSED ->
                new Failed(FailureKind.LOST, "it was ended because its launcher was closed", status);
        };
    }

    private static Failed exited(int status, boolean outOfMemory) {
        if (outOfMemory) {
            return new Failed(
                    FailureKind.OOM,
                    "the kernel killed it because memory ran out; give the task more memory or less data at once",
                    status);
        }
        return new Failed(FailureKind.EXIT, meaning(status), status);
    }

    private static String meaning(int status) {
        if (status == 127) {
            return "the command ended with status 127: a program was not found; the log names it";
        }
        if (status == 126) {
            return "the command ended with status 126: a program could not be executed; the log names it";
        }
        if (status > SIGNALLED && status <= SIGNALLED + 64) {
            int signal = status - SIGNALLED;
            String name = SIGNALS.getOrDefault(signal, Integer.toString(signal));
            return "the command was ended by signal %s (status %d)".formatted(name, status);
        }
        return "the command ended with status %d; its log says more".formatted(status);
    }
}
