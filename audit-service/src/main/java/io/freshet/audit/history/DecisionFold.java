package io.freshet.audit.history;

import io.freshet.audit.alert.Occurrence;
import io.freshet.audit.trace.EventSpans;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.event.TaskEvent.AttemptStarted;
import io.freshet.contracts.event.TaskEvent.StateChanged;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.spec.AlertSpec;
import java.util.ArrayList;
import java.util.List;

/** The part of {@link Fold} that is about the state of instances. */
final class DecisionFold {
    private DecisionFold() {}

    static List<Row> fold(LogEntry entry, StateChanged decision) {
        boolean progress = isProgress(decision);
        List<Row> rows = new ArrayList<>();
        rows.add(new HistoryRow.Decided(entry.id(), entry.seq(), decision, progress));
        if (progress) {
            rows.add(new InstanceRow.Progress(
                    decision.instance(),
                    // One that waits for a slot has not settled, unlike one that waits for an input.
                    decision.state() == InstanceState.WAITING ? InstanceState.READY : decision.state(),
                    decision.reason(),
                    decision.sentence(),
                    decision.attempt(),
                    decision.at(),
                    entry.seq()));
        } else {
            rows.add(new InstanceRow.Decision(decision, entry.seq()));
        }
        if (decision.state() == InstanceState.FAILED) {
            InstanceRef instance = decision.instance();
            rows.add(new OccurrenceRow(new Occurrence(
                    entry.id(),
                    AlertSpec.Condition.FAILED,
                    new WorkflowRef(instance.namespace(), instance.workflow()),
                    Occurrence.Subject.of(instance, decision.run()),
                    "%s failed: %s".formatted(instance, decision.sentence()),
                    decision.at())));
        }
        String attempt = decision.attempt();
        if (decision.state() == InstanceState.SUCCEEDED && attempt != null) {
            rows.add(new InstanceRow.Success(decision.instance(), attempt, decision.at(), entry.seq()));
            rows.add(new AttemptRow.Accepted(decision.instance(), attempt, decision.at(), entry.seq()));
        }
        if (decision.reason() == Reason.SLOT_FREE && attempt != null) {
            rows.add(new AttemptRow.Admitted(decision.instance(), attempt, decision.at(), entry.seq()));
        }
        EventSpans.of(entry.id(), decision).map(SpanRow::new).ifPresent(rows::add);
        return rows;
    }

    static InstanceRow.Progress running(AttemptStarted started, long seq) {
        return new InstanceRow.Progress(
                started.instance(),
                InstanceState.RUNNING,
                Reason.STARTED,
                "Attempt %d runs on %s".formatted(started.number(), started.host()),
                started.attempt(),
                started.at(),
                seq);
    }

    /** Whether this says how far an attempt is, and not what was decided. */
    private static boolean isProgress(StateChanged decision) {
        boolean byReason = switch (decision.reason()) {
            case NO_SLOT, NOT_BEFORE, SLOT_FREE, START_DELAYED, STARTED -> true;
            case NEW,
                    INPUT_CHANGED,
                    CODE_CHANGED,
                    FORCED,
                    RERUN,
                    RETRY,
                    FALLBACK,
                    UNCHANGED,
                    CUT_OFF,
                    CONDITION,
                    MISSING_INPUT,
                    UPSTREAM_PENDING,
                    DEBOUNCED,
                    THROTTLED,
                    COMPLETED,
                    CACHED,
                    RETRIES_SPENT,
                    PARKED,
                    NOT_RETRIED,
                    UPSTREAM_FAILED,
                    CANCEL_REQUESTED,
                    RUN_FAILED,
                    REMOVED,
                    SUPERSEDED -> false;
        };
        return byReason || decision.state() == InstanceState.ADMITTED || decision.state() == InstanceState.RUNNING;
    }
}
