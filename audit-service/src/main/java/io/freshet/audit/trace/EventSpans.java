package io.freshet.audit.trace;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.PartitionPublished;
import io.freshet.contracts.event.ProducedBy;
import io.freshet.contracts.event.TaskEvent.StateChanged;
import io.freshet.contracts.id.DerivedId;
import io.freshet.contracts.id.TraceIds;
import java.util.Optional;

/** The spans of which one event says everything. Pure. */
public final class EventSpans {
    private EventSpans() {}

    /** The publication of a version, from its acceptance on; empty if the event does not say in which trace it is. */
    public static Optional<Span> of(PartitionPublished published) {
        ProducedBy produced = published.produced();
        String attempt = produced.attempt();
        String trace = produced.trace();
        if (attempt == null || trace == null || produced.acceptedAt() == null) {
            return Optional.empty();
        }
        PartitionVersion version = published.version();
        String id = TraceIds.publication(
                attempt, published.dataset(), published.partition(), version == null ? null : version.fingerprint());
        SpanBuilder span = new SpanBuilder(
                        trace, id, "publish " + published.dataset().dataset())
                .parent(TraceIds.attempt(attempt))
                .service("launcher")
                .about(new SpanSubject(produced.run(), produced.instance(), attempt, published.dataset()))
                .with("freshet.dataset", published.dataset())
                .partition(published.partition());
        if (version == null) {
            span.with("freshet.removed", true);
        } else {
            span.with("freshet.files", version.files()).with("freshet.bytes", version.bytes());
        }
        return Optional.of(span.between(produced.acceptedAt(), published.at()));
    }

    /**
     * An instance that was settled without running, because it was cut off or is unchanged: a moment, and said of it. Empty if the event is
     * about something else, or of no run.
     *
     * @param id of the event
     */
    public static Optional<Span> of(String id, StateChanged decision) {
        String run = decision.run();
        if (decision.state() != InstanceState.SKIPPED || run == null) {
            return Optional.empty();
        }
        return decision.causes().stream()
                .filter(cause ->
                        DerivedId.run(decision.instance().workflowRef(), cause).equals(run))
                .findFirst()
                .map(cause -> skipped(id, decision, run, TraceIds.trace(cause)));
    }

    private static Span skipped(String id, StateChanged decision, String run, String trace) {
        return new SpanBuilder(
                        trace, TraceIds.skip(id), "skip " + decision.instance().task())
                .parent(TraceIds.run(run))
                .about(new SpanSubject(run, decision.instance(), null, null))
                .with("freshet.task", decision.instance().task())
                .partition(decision.instance().partition())
                .with("freshet.run", run)
                .with("freshet.reason", decision.reason())
                .at(decision.at());
    }
}
