package io.freshet.audit.history;

import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.AttemptTrace;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.LogChunk;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.event.RunFinished;
import io.freshet.contracts.event.TaskEvent.RunStarted;
import io.freshet.contracts.event.TaskEvent.StateChanged;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.DerivedId;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.AlertSpec;
import io.freshet.contracts.spec.DeadlineSpec;
import io.freshet.contracts.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the services write of runs and decisions of one namespace, one record per call, each a few milliseconds after the one before. */
abstract class HistoryEvents {
    private final List<LogRecord> records = new ArrayList<>();
    private final Map<String, Cause> begun = new HashMap<>();
    private final String namespace;
    private long openings;
    private Instant now;

    HistoryEvents(Instant start, String namespace) {
        this.now = start;
        this.namespace = namespace;
    }

    /** Knows the runs of another history, which was written before. */
    final void continueRunsOf(HistoryEvents before) {
        begun.putAll(before.begun);
        openings = before.openings;
    }

    /** The trace of an attempt of a run; null if the run has not begun. */
    final @Nullable AttemptTrace trace(String run, InstanceRef instance) {
        Cause cause = begun.get(run);
        return cause == null ? null : AttemptTrace.of(List.of(cause), instance.partition());
    }

    /** The id of that; null if the run has not begun. */
    final @Nullable String traceId(String run, InstanceRef instance) {
        AttemptTrace trace = trace(run, instance);
        return trace == null ? null : trace.id();
    }

    final String namespace() {
        return namespace;
    }

    public final WorkflowRef workflow() {
        return new WorkflowRef(namespace, "claims");
    }

    public final DatasetRef extracts() {
        return new DatasetRef(namespace, "extracts");
    }

    public final DatasetRef cleaned() {
        return new DatasetRef(namespace, "cleaned");
    }

    public final DatasetRef daily() {
        return new DatasetRef(namespace, "daily");
    }

    public final InstanceRef cleanOf(PartitionKey partition) {
        return new InstanceRef(namespace, "claims", "clean", partition);
    }

    public final InstanceRef aggregateOf(String date) {
        return new InstanceRef(namespace, "claims", "aggregate", PartitionKey.of("date", date));
    }

    public final List<LogRecord> records() {
        return List.copyOf(records);
    }

    public final Instant now() {
        return now;
    }

    /** Nothing happens for so long. */
    public final void pass(Duration duration) {
        now = now.plus(duration);
    }

    public final void tell(String topic, String key, Event event) {
        records.add(new LogRecord(topic, key, event));
    }

    /** Returns the cause. */
    public final Cause deployed(int version) {
        return deployed(version, List.of(), List.of());
    }

    /** A version that has these, too. Returns the cause. */
    public final Cause deployed(int version, List<DeadlineSpec> deadlines, List<AlertSpec> alerts) {
        Cause cause = new Cause("deploy-" + version, Cause.Kind.DEPLOYED, tick(), "alice deployed version " + version);
        tell(
                Topics.WORKFLOW_DEFINITIONS,
                workflow().toString(),
                new WorkflowDefinition(
                        workflow(),
                        version,
                        Sha256.of("bundle" + version),
                        ClaimsWorkflow.with(deadlines, alerts),
                        Map.of(),
                        Map.of(),
                        "alice",
                        cause,
                        now));
        return cause;
    }

    public final String begin(Cause cause) {
        String run = DerivedId.run(workflow(), cause.id());
        begun.put(run, cause);
        tell(Topics.TASK_EVENTS, workflow().toString(), new RunStarted(workflow(), run, cause, 1, ++openings, tick()));
        return run;
    }

    public final void end(String run, Cause cause, RunFinished.State state, RunFinished.Summary summary) {
        tell(
                Topics.RUN_FINISHED,
                workflow().toString(),
                new RunFinished(workflow(), run, cause, state, summary, 0, List.of(), openings, cause.at(), tick()));
    }

    public final void decide(
            InstanceRef instance,
            InstanceState state,
            Reason reason,
            String sentence,
            String run,
            String attempt,
            List<InstanceRef> related) {
        decide(instance, state, reason, sentence, run, attempt, related, List.of());
    }

    public final void decide(
            InstanceRef instance,
            InstanceState state,
            Reason reason,
            String sentence,
            String run,
            String attempt,
            List<InstanceRef> related,
            List<String> missing) {
        decideForRuns(
                instance, state, reason, sentence, run == null ? List.of() : List.of(run), attempt, related, missing);
    }

    /** A decision for several runs, oldest first. */
    public final void decideForRuns(
            InstanceRef instance,
            InstanceState state,
            Reason reason,
            String sentence,
            List<String> runs,
            String attempt,
            List<InstanceRef> related,
            List<String> missing) {
        List<String> causes = runs.stream()
                .filter(begun::containsKey)
                .map(run -> begun.get(run).id())
                .toList();
        tell(
                Topics.TASK_EVENTS,
                workflow().toString(),
                new StateChanged(
                        instance,
                        state,
                        reason,
                        sentence,
                        runs.isEmpty() ? null : runs.getFirst(),
                        attempt,
                        related,
                        missing,
                        null,
                        causes,
                        tick()));
    }

    public final void log(InstanceRef instance, String attempt, String run, long offset, String text, boolean last) {
        tell(
                Topics.TASK_LOGS,
                attempt,
                new LogChunk(
                        instance,
                        attempt,
                        run,
                        offset,
                        text.getBytes(StandardCharsets.UTF_8).length,
                        text,
                        last,
                        tick()));
    }

    final Instant tick() {
        now = now.plusMillis(7);
        return now;
    }
}
