package io.freshet.launcher.batch;

import io.freshet.contracts.event.Usage;
import io.freshet.contracts.spec.FailureKind;
import io.freshet.launcher.domain.Occurrence;
import io.freshet.launcher.domain.ProcessEnd;
import io.freshet.launcher.domain.StartedProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a batch and of its attempts. The page {@code docs/reference/batch-states.md} is drawn from it.
 *
 * <p>Pure: the same is decided again of what is reported again, and nothing is reported twice.
 */
final class BatchLifecycle {
    private BatchLifecycle() {}

    /** Where an attempt stands, and what is to be reported of it, in this order. */
    record Decision(MemberState next, List<Occurrence> occurrences) {
        Decision {
            occurrences = List.copyOf(occurrences);
        }
    }

    /**
     * The batch after something became of its pod. What comes after its end changes nothing.
     *
     * @throws IllegalStateException if this is nothing that becomes of a pod
     */
    static BatchState next(BatchState state, Occurrence occurrence) {
        if (state instanceof BatchState.Over) {
            return state;
        }
        return switch (occurrence) {
            case Occurrence.Delayed _ -> state;
            case Occurrence.Started(StartedProcess process, var _) -> new BatchState.Running(process);
            case Occurrence.Ended _, Occurrence.Refused _, Occurrence.NotBegun _ ->
                new BatchState.Over(process(state), occurrence);
            case Occurrence.LaunchOrdered _,
                    Occurrence.Resumed _,
                    Occurrence.StopOrdered _,
                    Occurrence.Answered _,
                    Occurrence.TimeoutElapsed _,
                    Occurrence.Staged _,
                    Occurrence.Rejected _,
                    Occurrence.Reported _,
                    Occurrence.LogDelivered _ ->
                throw new IllegalStateException("this does not become of a pod: " + occurrence);
        };
    }

    /** What runs or ran; null if nothing is known to have run. */
    static @Nullable StartedProcess process(BatchState state) {
        return switch (state) {
            case BatchState.Ordered() -> null;
            case BatchState.Running(StartedProcess process) -> process;
            case BatchState.Over(StartedProcess process, Occurrence _) -> process;
        };
    }

    /** Whether an attempt has begun and does not go on, so that what it used is to be looked up. */
    static boolean ends(MemberProgress progress, BatchState batch) {
        return switch (progress) {
            case MemberProgress.Waiting _, MemberProgress.Skipped _ -> false;
            case MemberProgress.Running _ -> batch instanceof BatchState.Over;
            case MemberProgress.Over _ -> true;
        };
    }

    /**
     * What is to be reported of an attempt.
     *
     * @param pod the name of the batch's pod
     * @param usage of the attempt; of no matter unless it {@link #ends}
     */
    static Decision member(MemberState state, MemberProgress progress, BatchState batch, String pod, Usage usage) {
        if (state == MemberState.CLOSED || batch instanceof BatchState.Ordered) {
            return new Decision(state, List.of());
        }
        return switch (progress) {
            case MemberProgress.Waiting() ->
                batch instanceof BatchState.Over(StartedProcess _, Occurrence how)
                        ? closed(neverBegan(how))
                        : new Decision(state == MemberState.JOINED ? MemberState.WATCHED : state, List.of());
            case MemberProgress.Skipped() -> closed(skipped());
            case MemberProgress.Running(Instant since) -> running(state, since, batch, pod, usage);
            case MemberProgress.Over(Instant since, Instant at, int status, boolean outOfMemory) ->
                begun(
                        state,
                        started(state, batch, pod, since),
                        new Occurrence.Ended(new ProcessEnd.Exited(status, outOfMemory), usage, at));
        };
    }

    /** An attempt is to end before it is known that anything of its batch runs; should the pod start, it sees that this is not to begin. */
    static Decision stoppedEarly() {
        return closed(skipped());
    }

    private static Decision running(MemberState state, Instant since, BatchState batch, String pod, Usage usage) {
        return switch (batch) {
            case BatchState.Over(StartedProcess _, Occurrence.NotBegun none) -> closed(none);
            case BatchState.Over(StartedProcess _, Occurrence how) ->
                begun(state, started(state, batch, pod, since), endedWithPod(how, usage, since));
            case BatchState.Running _, BatchState.Ordered _ -> begun(state, started(state, batch, pod, since), null);
        };
    }

    /**
     * @param end null: it goes on
     */
    private static Decision begun(MemberState state, Occurrence started, @Nullable Occurrence end) {
        List<Occurrence> occurrences = new ArrayList<>();
        if (state != MemberState.STARTED) {
            occurrences.add(started);
        }
        if (end != null) {
            occurrences.add(end);
        }
        return new Decision(end == null ? MemberState.STARTED : MemberState.CLOSED, occurrences);
    }

    private static Decision closed(Occurrence end) {
        return new Decision(MemberState.CLOSED, List.of(end));
    }

    private static Occurrence started(MemberState state, BatchState batch, String pod, Instant since) {
        StartedProcess host = process(batch);
        // The pod's clock is another machine's.
        return new Occurrence.Started(
                host == null
                        ? new StartedProcess("unknown", pod, "unknown", since)
                        : new StartedProcess(host.host(), pod, host.user(), since),
                state == MemberState.WATCHED ? Duration.ZERO : null);
    }

    private static Occurrence endedWithPod(Occurrence podEnd, Usage usage, Instant since) {
        return switch (podEnd) {
            case Occurrence.Ended(ProcessEnd how, Usage _, Instant at) -> new Occurrence.Ended(how, usage, at);
            case Occurrence.Refused(FailureKind kind, String message, Integer status) ->
                new Occurrence.Ended(new ProcessEnd.Failed(kind, message, status), usage, since);
            default -> throw new IllegalStateException("no end of a pod: " + podEnd);
        };
    }

    /** Nothing of the attempt has run, so whatever it was is not its own failure. */
    private static Occurrence neverBegan(Occurrence podEnd) {
        if (podEnd instanceof Occurrence.Ended(ProcessEnd how, Usage _, Instant _)) {
            FailureKind kind = FailureKind.LAUNCH;
            String why = how.toString();
            if (how instanceof ProcessEnd.Failed(FailureKind failed, String message, Integer _)) {
                kind = failed.isInfrastructure() ? failed : FailureKind.LAUNCH;
                why = message;
            } else if (how instanceof ProcessEnd.Exited(int status, boolean outOfMemory)) {
                why = outOfMemory ? "its memory ran out" : "it ended with status " + status;
            }
            return new Occurrence.Refused(
                    kind, "the pod of its batch ended before the turn of this attempt came: " + why, null);
        }
        return podEnd;
    }

    private static Occurrence skipped() {
        return new Occurrence.Refused(FailureKind.CANCELLED, "it was to end before its turn came", null);
    }
}
