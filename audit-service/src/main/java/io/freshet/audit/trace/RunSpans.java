package io.freshet.audit.trace;

import io.freshet.audit.trace.RunFacts.End;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.RunFinished;
import io.freshet.contracts.id.TraceIds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The spans of a run: the cause, which is the root and the same for all runs of the cause; the decision; and the run. Pure.
 *
 * <p>Of a run that is opened again the span of the run is that of its first opening, because the spans within it are made under an id that
 * must not depend on the opening; each later opening is a span beside it.
 */
public final class RunSpans {
    private RunSpans() {}

    /** The spans as far as they are known. */
    public static List<Span> of(RunFacts facts) {
        List<Span> spans = new ArrayList<>();
        spans.add(root(facts.cause()));
        Instant begun = facts.begunAt();
        if (begun != null) {
            spans.add(part(facts, TraceIds.decision(facts.run()), "decide")
                    .between(facts.cause().at(), begun));
        }
        End end = facts.end();
        if (end != null) {
            spans.add(ended(facts, TraceIds.run(facts.run()), end));
        }
        return spans;
    }

    /** A later opening of a run. */
    public static Span opening(RunFacts facts, End end) {
        return ended(facts, TraceIds.opening(facts.run(), end.opening()), end);
    }

    private static Span ended(RunFacts facts, String id, End end) {
        SpanBuilder span = part(facts, id, "run " + facts.workflow().workflow()).with("freshet.state", end.state());
        if (end.state().equals(RunFinished.State.FAILED.name())) {
            span.failed(end.state(), null);
        }
        return span.between(end.startedAt(), end.at());
    }

    private static SpanBuilder part(RunFacts facts, String id, String name) {
        String trace = TraceIds.trace(facts.cause().id());
        return new SpanBuilder(trace, id, name)
                .parent(TraceIds.root(trace))
                .about(SpanSubject.run(facts.run()))
                .with("freshet.namespace", facts.workflow().namespace())
                .with("freshet.workflow", facts.workflow().workflow())
                .with("freshet.run", facts.run());
    }

    /** The moment at which the cause was seen. It says nothing of one run, so that each run of the cause makes the same. */
    private static Span root(Cause cause) {
        String trace = TraceIds.trace(cause.id());
        return new SpanBuilder(trace, TraceIds.root(trace), name(cause.kind()))
                .service(service(cause.kind()))
                .with("freshet.cause", cause.id())
                .with("freshet.cause.kind", cause.kind())
                .with("freshet.cause.description", cause.description())
                .at(cause.at());
    }

    private static String name(Cause.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String service(Cause.Kind kind) {
        return switch (kind) {
            case FILES_CHANGED -> "watcher";
            case DATASET_CHANGED, DEADLINE -> "planner";
            case DEPLOYED, REQUESTED, SCHEDULED, EVENT, BACKFILL, REPLAY -> "scheduler";
        };
    }
}
