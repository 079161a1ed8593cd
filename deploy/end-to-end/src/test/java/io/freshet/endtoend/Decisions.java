package io.freshet.endtoend;

import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.event.TaskEvent;
import io.freshet.contracts.event.TaskEvent.RunStarted;
import io.freshet.contracts.event.TaskEvent.StateChanged;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Decisions that a system has told of, looked at as a reader of the history would: does each explain itself? */
final class Decisions {
    /** Reasons that a story of success, failure, cut-off, skip, false condition, wait, pace, overlap and cancellation brings about. */
    static final Set<Reason> STORY = EnumSet.of(
            Reason.NEW,
            Reason.INPUT_CHANGED,
            Reason.FORCED,
            Reason.RERUN,
            Reason.RETRY,
            Reason.DEBOUNCED,
            Reason.THROTTLED,
            Reason.UNCHANGED,
            Reason.CUT_OFF,
            Reason.CONDITION,
            Reason.MISSING_INPUT,
            Reason.UPSTREAM_PENDING,
            Reason.SLOT_FREE,
            Reason.COMPLETED,
            Reason.RETRIES_SPENT,
            Reason.NOT_RETRIED,
            Reason.UPSTREAM_FAILED,
            Reason.CANCEL_REQUESTED);

    private final List<StateChanged> decisions;
    private final Set<String> runs = new HashSet<>();

    Decisions(List<TaskEvent> events) {
        this.decisions = of(events);
        for (TaskEvent event : events) {
            if (event instanceof RunStarted started) {
                runs.add(started.run());
            }
        }
    }

    static List<StateChanged> of(List<TaskEvent> events) {
        return events.stream()
                .filter(StateChanged.class::isInstance)
                .map(StateChanged.class::cast)
                .toList();
    }

    Set<Reason> reasons() {
        Set<Reason> reasons = EnumSet.noneOf(Reason.class);
        decisions.forEach(decision -> reasons.add(decision.reason()));
        return reasons;
    }

    /** Those without a sentence, a reason that goes with the state, or a run whose cause was told. */
    List<StateChanged> unexplained() {
        return decisions.stream()
                .filter(decision -> !isSentence(decision.sentence())
                        || !reasonsFor(decision.state()).contains(decision.reason())
                        || decision.run() == null
                        || !runs.contains(decision.run()))
                .toList();
    }

    private static boolean isSentence(String text) {
        return text.strip().split(" ").length > 2 && !text.contains("null");
    }

    /** As the list of reasons documents them. */
    private static Set<Reason> reasonsFor(InstanceState state) {
        return switch (state) {
            case PENDING ->
                EnumSet.of(
                        Reason.UPSTREAM_PENDING,
                        Reason.INPUT_CHANGED,
                        Reason.CODE_CHANGED,
                        Reason.DEBOUNCED,
                        Reason.THROTTLED);
            case READY ->
                EnumSet.of(
                        Reason.NEW,
                        Reason.INPUT_CHANGED,
                        Reason.CODE_CHANGED,
                        Reason.FORCED,
                        Reason.RERUN,
                        Reason.NO_SLOT,
                        Reason.NOT_BEFORE);
            case RETRYING -> EnumSet.of(Reason.RETRY, Reason.FALLBACK);
            case SKIPPED -> EnumSet.of(Reason.UNCHANGED, Reason.CUT_OFF, Reason.CONDITION);
            case WAITING -> EnumSet.of(Reason.MISSING_INPUT);
            case ADMITTED -> EnumSet.of(Reason.SLOT_FREE, Reason.START_DELAYED);
            case RUNNING -> EnumSet.of(Reason.STARTED);
            case SUCCEEDED -> EnumSet.of(Reason.COMPLETED, Reason.CACHED, Reason.FALLBACK);
            case FAILED -> EnumSet.of(Reason.RETRIES_SPENT, Reason.NOT_RETRIED, Reason.PARKED, Reason.CONDITION);
            case BLOCKED -> EnumSet.of(Reason.UPSTREAM_FAILED);
            case CANCELLED -> EnumSet.of(Reason.CANCEL_REQUESTED, Reason.RUN_FAILED, Reason.REMOVED);
        };
    }
}
