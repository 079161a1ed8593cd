package io.freshet.audit.trace;

import io.freshet.audit.trace.AttemptFacts.End;
import io.freshet.audit.trace.AttemptFacts.Order;
import io.freshet.audit.trace.AttemptFacts.Place;
import io.freshet.contracts.id.TraceIds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The spans of an attempt: one from its order to its end, and within it the queue, the launch, its process, and what became of its outputs.
 * There are none before it has ended, so a span is never made before its end is known; a fact that comes later completes them. Pure.
 */
public final class AttemptSpans {
    private final AttemptFacts facts;
    private final Order order;
    private final List<Span> spans = new ArrayList<>();

    private AttemptSpans(AttemptFacts facts, Order order) {
        this.facts = facts;
        this.order = order;
    }

    /** The spans as far as they are known; none while the attempt is under way, or if the log does not say in which trace it is. */
    public static List<Span> of(AttemptFacts facts) {
        Order order = facts.order();
        End end = facts.end();
        Instant ended = end == null ? facts.withdrawnAt() : end.at();
        if (order == null || ended == null) {
            return List.of();
        }
        AttemptSpans made = new AttemptSpans(facts, order);
        made.addRoot();
        made.addWhole(ended);
        made.addQueue(ended);
        if (end != null) {
            made.addLaunch(end);
            made.addProcess(end);
            made.addCommit(end);
        }
        return List.copyOf(made.spans);
    }

    /** A partition of a backfill has a trace of its own, whose root nobody else makes. */
    private void addRoot() {
        String whole = order.trace().whole();
        Instant since = order.trace().since();
        if (whole != null && since != null) {
            spans.add(new SpanBuilder(trace(), TraceIds.root(trace()), "backfill partition")
                    .about(SpanSubject.run(order.run()))
                    .partition(facts.instance().partition())
                    .with("freshet.run", order.run())
                    .links(List.of(whole))
                    .at(since));
        }
    }

    private void addWhole(Instant ended) {
        boolean isPart = order.trace().whole() != null;
        SpanBuilder whole = new SpanBuilder(
                        trace(),
                        TraceIds.attempt(facts.attempt()),
                        "task " + facts.instance().task())
                .parent(isPart ? TraceIds.root(trace()) : TraceIds.run(order.run()))
                .about(subject())
                .links(order.trace().links())
                .with("freshet.namespace", facts.instance().namespace())
                .with("freshet.workflow", facts.instance().workflow())
                .with("freshet.task", facts.instance().task())
                .partition(facts.instance().partition())
                .with("freshet.run", order.run())
                .with("freshet.attempt", facts.attempt())
                .with("freshet.reason", order.reason());
        End end = facts.end();
        if (end == null) {
            whole.with("freshet.withdrawn", true);
        } else {
            describe(whole, end);
        }
        spans.add(whole.between(order.at(), ended));
    }

    private static void describe(SpanBuilder span, End end) {
        span.with("freshet.cached_from", end.cachedFrom()).with("process.exit.code", end.exitCode());
        fail(span, end);
    }

    private static void fail(SpanBuilder span, End end) {
        if (end.failure() != null && end.isError()) {
            span.failed(end.failure().name(), end.message());
        } else if (end.failure() != null) {
            span.with("freshet.cancelled", true);
        }
    }

    /** Until it got its slots; of one that never did, until it ended. */
    private void addQueue(Instant ended) {
        Instant admitted = facts.admittedAt();
        spans.add(part("queue", "scheduler").between(order.at(), admitted == null ? ended : admitted));
    }

    /** View, identity, image, pod: all from the slots to the process. If none started, to the end. */
    private void addLaunch(End end) {
        Instant admitted = facts.admittedAt();
        if (admitted != null) {
            Instant started = end.startedAt();
            SpanBuilder launch = part("launch", "launcher").with("freshet.cached_from", end.cachedFrom());
            spans.add(launch.between(admitted, started == null ? end.at() : started));
        }
    }

    private void addProcess(End end) {
        Instant started = end.startedAt();
        if (started == null) {
            return;
        }
        SpanBuilder process = part("process", "launcher").with("process.exit.code", end.exitCode());
        Place place = facts.place();
        if (place != null) {
            process.with("freshet.executor", place.executor())
                    .with("host.name", place.host())
                    .with(place.executor().equals("kubernetes") ? "k8s.pod.name" : "process.pid", place.process());
        }
        fail(process, end);
        spans.add(process.between(started, end.at()));
    }

    /** Hashing, checks, staging, the report, and the planner's acceptance, which is the commit point. */
    private void addCommit(End end) {
        Instant accepted = facts.acceptedAt();
        if (accepted != null && end.failure() == null) {
            spans.add(part("commit", "launcher").between(end.at(), accepted));
        }
    }

    private SpanBuilder part(String phase, String service) {
        return new SpanBuilder(trace(), TraceIds.phase(facts.attempt(), phase), phase)
                .parent(TraceIds.attempt(facts.attempt()))
                .service(service)
                .about(subject());
    }

    private String trace() {
        return order.trace().id();
    }

    private SpanSubject subject() {
        return new SpanSubject(order.run(), facts.instance(), facts.attempt(), null);
    }
}
