package io.freshet.audit.jdbc.write;

import io.freshet.audit.history.LogEntry;
import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.AttemptTrace;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.Outcome;
import io.freshet.contracts.event.PartitionPublished;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.event.ReadyCommand.TaskWithdrawn;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.event.RunFinished;
import io.freshet.contracts.event.TaskEvent.RunStarted;
import io.freshet.contracts.event.TaskEvent.StateChanged;
import io.freshet.contracts.id.DerivedId;
import io.freshet.contracts.id.TraceIds;
import io.freshet.contracts.spec.FailureKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The spans that a whole log means, found the slow way: for each thing by looking through all events. */
final class ExpectedSpans {
    private final List<LogEntry> log;
    private final SortedMap<String, String> spans = new TreeMap<>();

    private ExpectedSpans(List<LogEntry> log) {
        this.log = log;
    }

    /** By their ids, as text. */
    static SortedMap<String, String> of(List<LogEntry> log) {
        ExpectedSpans expected = new ExpectedSpans(log);
        for (LogEntry entry : log) {
            switch (entry.event()) {
                case RunStarted started -> expected.started(started);
                case RunFinished finished -> expected.finished(finished);
                case TaskReady ready -> expected.ready(ready);
                case PartitionPublished published -> expected.published(published);
                case StateChanged change -> expected.changed(entry, change);
                case null, default -> {
                    // No span of its own.
                }
            }
        }
        return expected.spans;
    }

    /** Those of the sampled traces, and of the others those of attempts and runs that failed. */
    static SortedMap<String, String> of(List<LogEntry> log, double sampled) {
        ExpectedSpans expected = new ExpectedSpans(log);
        Set<String> failed = new HashSet<>();
        for (LogEntry entry : log) {
            switch (entry.event()) {
                case AttemptFinished end when isFailure(end) -> expected.failedAttempt(end, failed);
                case RunFinished end
                when end.state() == RunFinished.State.FAILED -> {
                    failed.addAll(ofRun(end.cause(), end.run()));
                    failed.add(TraceIds.opening(end.run(), end.opening()));
                }
                case null, default -> {
                    // Nothing failed.
                }
            }
        }
        SortedMap<String, String> all = of(log);
        all.entrySet()
                .removeIf(span -> !failed.contains(span.getKey())
                        && !TraceIds.isSampled(span.getValue().substring(0, 32), sampled));
        return all;
    }

    private void failedAttempt(AttemptFinished end, Set<String> failed) {
        TaskReady ready = first(TaskReady.class, other -> other.attempt().equals(end.attempt()))
                .orElseThrow();
        failed.add(TraceIds.attempt(end.attempt()));
        for (String phase : List.of("queue", "launch", "process")) {
            failed.add(TraceIds.phase(end.attempt(), phase));
        }
        AttemptTrace trace = ready.work().trace();
        if (trace.whole() != null) {
            failed.add(TraceIds.root(trace.id()));
        } else {
            Cause cause = first(RunStarted.class, other -> other.run().equals(ready.run()))
                    .orElseThrow()
                    .cause();
            failed.addAll(ofRun(cause, ready.run()));
        }
    }

    private static List<String> ofRun(Cause cause, String run) {
        return List.of(TraceIds.root(TraceIds.trace(cause.id())), TraceIds.decision(run), TraceIds.run(run));
    }

    private static boolean isFailure(AttemptFinished end) {
        return end.outcome() instanceof Outcome.Failed failed && failed.kind() != FailureKind.CANCELLED;
    }

    static String text(
            String span,
            String trace,
            String parent,
            String name,
            Instant start,
            Instant end,
            String error,
            List<String> links) {
        return "%s %s/%s '%s' %s..%s %s %s".formatted(trace, span, parent, name, start, end, error, links);
    }

    private void add(String trace, String span, String parent, String name, Instant start, Instant end) {
        add(trace, span, parent, name, start, end, null, List.of());
    }

    private void add(
            String trace,
            String span,
            String parent,
            String name,
            Instant start,
            Instant end,
            String error,
            List<String> links) {
        spans.putIfAbsent(span, text(span, trace, parent, name, start, end, error, links));
    }

    private <E extends Event> Optional<E> first(Class<E> type, Predicate<E> wanted) {
        return log.stream()
                .map(LogEntry::event)
                .filter(type::isInstance)
                .map(type::cast)
                .filter(wanted)
                .findFirst();
    }

    private void started(RunStarted started) {
        Cause cause = started.cause();
        String trace = TraceIds.trace(cause.id());
        String root = TraceIds.root(trace);
        String name = cause.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        add(trace, root, null, name, cause.at(), cause.at());
        add(trace, TraceIds.decision(started.run()), root, "decide", cause.at(), started.at());
    }

    private void finished(RunFinished finished) {
        String trace = TraceIds.trace(finished.cause().id());
        boolean isFirst = first(RunFinished.class, other -> other.run().equals(finished.run()))
                .orElseThrow()
                .equals(finished);
        add(
                trace,
                isFirst ? TraceIds.run(finished.run()) : TraceIds.opening(finished.run(), finished.opening()),
                TraceIds.root(trace),
                "run " + finished.workflow().workflow(),
                finished.startedAt(),
                finished.at(),
                finished.state() == RunFinished.State.FAILED ? "FAILED" : null,
                List.of());
    }

    private void ready(TaskReady ready) {
        String attempt = ready.attempt();
        AttemptTrace trace = ready.work().trace();
        Optional<AttemptFinished> end =
                first(AttemptFinished.class, other -> other.attempt().equals(attempt));
        Optional<Instant> withdrawn = first(
                        TaskWithdrawn.class, other -> other.attempt().equals(attempt))
                .map(TaskWithdrawn::at);
        Optional<Instant> ended = end.map(AttemptFinished::at).or(() -> withdrawn);
        if (trace == null || ended.isEmpty()) {
            return;
        }
        String parent = TraceIds.run(ready.run());
        if (trace.whole() != null) {
            parent = TraceIds.root(trace.id());
            add(
                    trace.id(),
                    parent,
                    null,
                    "backfill partition",
                    trace.since(),
                    trace.since(),
                    null,
                    List.of(trace.whole()));
        }
        String error = end.map(AttemptFinished::outcome)
                .filter(Outcome.Failed.class::isInstance)
                .map(outcome -> ((Outcome.Failed) outcome).kind())
                .filter(kind -> kind != FailureKind.CANCELLED)
                .map(Enum::name)
                .orElse(null);
        String name = "task " + ready.instance().task();
        add(trace.id(), TraceIds.attempt(attempt), parent, name, ready.at(), ended.get(), error, trace.links());
        Optional<Instant> admitted = first(
                        StateChanged.class,
                        change -> change.reason() == Reason.SLOT_FREE && attempt.equals(change.attempt()))
                .map(StateChanged::at);
        phase(trace, attempt, "queue", ready.at(), admitted.or(() -> ended), null);
        Optional<Instant> process = end.map(AttemptFinished::startedAt);
        if (end.isPresent()) {
            admitted.ifPresent(slot -> phase(trace, attempt, "launch", slot, process.or(() -> ended), null));
        }
        process.ifPresent(begun -> phase(trace, attempt, "process", begun, ended, error));
        if (end.isPresent() && end.get().outcome() instanceof Outcome.Succeeded) {
            phase(trace, attempt, "commit", end.get().at(), accepted(attempt), null);
        }
    }

    private Optional<Instant> accepted(String attempt) {
        return first(
                        FileChanges.class,
                        changes -> changes.produced() != null
                                && attempt.equals(changes.produced().attempt()))
                .map(FileChanges::at)
                .or(() -> first(
                                StateChanged.class,
                                change -> change.state() == InstanceState.SUCCEEDED && attempt.equals(change.attempt()))
                        .map(StateChanged::at));
    }

    private void phase(
            AttemptTrace trace, String attempt, String phase, Instant start, Optional<Instant> end, String error) {
        end.ifPresent(at -> add(
                trace.id(),
                TraceIds.phase(attempt, phase),
                TraceIds.attempt(attempt),
                phase,
                start,
                at,
                error,
                List.of()));
    }

    private void published(PartitionPublished published) {
        String attempt = published.produced().attempt();
        String trace = published.produced().trace();
        add(
                trace,
                TraceIds.publication(
                        attempt,
                        published.dataset(),
                        published.partition(),
                        published.version().fingerprint()),
                TraceIds.attempt(attempt),
                "publish " + published.dataset().dataset(),
                published.produced().acceptedAt(),
                published.at());
    }

    private void changed(LogEntry entry, StateChanged change) {
        if (change.state() == InstanceState.SKIPPED) {
            List<String> traces = new ArrayList<>();
            for (String cause : change.causes()) {
                if (DerivedId.run(change.instance().workflowRef(), cause).equals(change.run())) {
                    traces.add(TraceIds.trace(cause));
                }
            }
            traces.forEach(trace -> add(
                    trace,
                    TraceIds.skip(entry.id()),
                    TraceIds.run(change.run()),
                    "skip " + change.instance().task(),
                    change.at(),
                    change.at()));
        }
    }
}
