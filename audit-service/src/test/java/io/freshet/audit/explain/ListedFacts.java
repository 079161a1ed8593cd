package io.freshet.audit.explain;

import io.freshet.audit.history.LogRecord;
import io.freshet.audit.history.PlausibleHistory;
import io.freshet.contracts.api.DecisionInfo;
import io.freshet.contracts.api.Explanation.InputChange;
import io.freshet.contracts.api.FaultedWorkflow;
import io.freshet.contracts.api.InstanceInfo;
import io.freshet.contracts.api.PublicationStatus.PendingPartition;
import io.freshet.contracts.api.VersionInfo;
import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.event.AttemptSpec;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.PartitionChange;
import io.freshet.contracts.event.PartitionPublished;
import io.freshet.contracts.event.ProducedBy;
import io.freshet.contracts.event.PublicationFailed;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.event.TaskEvent.RunStarted;
import io.freshet.contracts.event.TaskEvent.StateChanged;
import io.freshet.contracts.event.TaskEvent.WorkflowFaulted;
import io.freshet.contracts.event.TaskEvent.WorkflowResumed;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.id.TaskRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.WorkflowSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The facts of a history, looked for in all of it. */
final class ListedFacts implements HistoryQueries {
    private final List<Event> told;

    ListedFacts(PlausibleHistory history) {
        this.told = history.records().stream().map(LogRecord::event).toList();
    }

    @Override
    public Optional<InstanceInfo> current(InstanceRef instance) {
        return last(all(StateChanged.class)
                        .filter(decision -> decision.instance().equals(instance)))
                .map(last -> new InstanceInfo(
                        instance, last.state(), last.reason(), last.sentence(), last.run(), last.attempt(), last.at()));
    }

    @Override
    public Optional<DecisionInfo> lastDecision(InstanceRef instance) {
        return last(decisions().filter(decision -> decision.instance().equals(instance)));
    }

    @Override
    public Optional<DecisionInfo> lastReady(InstanceRef instance, @Nullable String attempt) {
        return last(decisions()
                .filter(decision -> decision.instance().equals(instance))
                .filter(decision -> decision.state() == InstanceState.READY)
                .filter(decision -> attempt == null || attempt.equals(decision.attempt())));
    }

    @Override
    public Optional<Instant> notBefore(String attempt) {
        return last(all(TaskReady.class).filter(ready -> ready.attempt().equals(attempt)))
                .map(TaskReady::notBefore);
    }

    @Override
    public Optional<Cause> cause(String run) {
        return last(all(RunStarted.class).filter(started -> started.run().equals(run)))
                .map(RunStarted::cause);
    }

    @Override
    public List<InputChange> changes(InstanceRef instance, String attempt, int limit) {
        List<String> successes = decisions()
                .filter(decision -> decision.instance().equals(instance))
                .filter(decision -> decision.state() == InstanceState.SUCCEEDED || attempt.equals(decision.attempt()))
                .takeWhile(decision -> !attempt.equals(decision.attempt()))
                .map(DecisionInfo::attempt)
                .toList();
        List<InputChange> before = last(successes.stream())
                .map(success -> inputs(success, Integer.MAX_VALUE))
                .orElse(List.of());
        List<InputChange> changes = new ArrayList<>();
        for (InputChange input : inputs(attempt, Integer.MAX_VALUE)) {
            Fingerprint was = last(before.stream().filter(old -> isSame(old, input)))
                    .map(InputChange::after)
                    .orElse(null);
            if (!input.after().equals(was)) {
                changes.add(new InputChange(input.input(), input.dataset(), input.partition(), was, input.after()));
            }
        }
        return changes.stream().limit(limit).toList();
    }

    @Override
    public List<InputChange> inputs(String attempt, int limit) {
        List<InputChange> inputs = new ArrayList<>();
        all(TaskReady.class).filter(ready -> ready.attempt().equals(attempt)).forEach(ready -> {
            for (AttemptSpec.Input input : ready.work().inputs()) {
                input.partitions()
                        .forEach(read -> inputs.add(new InputChange(
                                input.name(),
                                input.dataset(),
                                read.partition(),
                                read.fingerprint(),
                                read.fingerprint())));
            }
        });
        return inputs.stream().limit(limit).toList();
    }

    @Override
    public Optional<VersionInfo> version(DatasetRef dataset, PartitionKey partition, Fingerprint fingerprint) {
        return last(versions(changes -> true)
                .filter(version -> isOf(version, dataset))
                .filter(version -> version.partition().equals(partition))
                .filter(version -> version.version() != null
                        && version.version().fingerprint().equals(fingerprint)));
    }

    @Override
    public List<VersionInfo> changedBy(String cause, int limit) {
        return versions(changes -> changes.cause().id().equals(cause))
                .sorted(Comparator.comparing(VersionInfo::partition))
                .limit(limit)
                .toList();
    }

    @Override
    public List<VersionInfo> changedBy(List<String> causes, DatasetRef dataset, KeyRange range, int limit) {
        return versions(changes -> causes.contains(changes.cause().id()))
                .filter(version -> isOf(version, dataset))
                .filter(version -> isIn(range, version.partition()))
                .limit(limit)
                .toList();
    }

    @Override
    public List<VersionInfo> present(DatasetRef dataset, KeyRange range, int limit) {
        Map<PartitionKey, VersionInfo> present = new LinkedHashMap<>();
        versions(changes -> true)
                .filter(version -> isOf(version, dataset) && isIn(range, version.partition()))
                .forEach(version -> present.put(version.partition(), version));
        return present.values().stream()
                .filter(version -> version.version() != null)
                .limit(limit)
                .toList();
    }

    @Override
    public List<VersionInfo> changedByAttempt(String attempt, int limit) {
        return versions(changes -> changes.produced() != null
                        && changes.produced().attempt().equals(attempt))
                .limit(limit)
                .toList();
    }

    @Override
    public List<DecisionInfo> decisions(List<String> runs, TaskRef task, KeyRange range, int limit) {
        return decisions()
                .filter(decision -> runs.contains(decision.run()))
                .filter(decision -> decision.instance().taskRef().equals(task))
                .filter(decision -> isIn(range, decision.instance().partition()))
                .sorted(Comparator.comparing(DecisionInfo::instance)
                        .thenComparing(DecisionInfo::at, Comparator.reverseOrder()))
                .limit(limit)
                .toList();
    }

    @Override
    public Optional<WorkflowSpec> spec(WorkflowRef workflow) {
        return last(all(WorkflowDefinition.class)
                        .filter(definition -> definition.workflow().equals(workflow)))
                .map(WorkflowDefinition::spec);
    }

    private <T> Stream<T> all(Class<T> type) {
        return told.stream().filter(type::isInstance).map(type::cast);
    }

    private Stream<DecisionInfo> decisions() {
        return all(StateChanged.class)
                .filter(decision -> decision.reason() != Reason.SLOT_FREE && decision.reason() != Reason.STARTED)
                .map(decision -> new DecisionInfo(
                        decision.instance(),
                        decision.state(),
                        decision.reason(),
                        decision.sentence(),
                        decision.run(),
                        decision.attempt(),
                        decision.related(),
                        decision.missing(),
                        decision.actionKey(),
                        decision.causes(),
                        decision.at()));
    }

    private Stream<VersionInfo> versions(Predicate<FileChanges> wanted) {
        return all(FileChanges.class)
                .filter(wanted)
                .flatMap(changes -> changes.changes().stream().map(change -> version(changes, change)));
    }

    private static VersionInfo version(FileChanges changes, PartitionChange change) {
        ProducedBy produced = changes.produced();
        return new VersionInfo(
                changes.dataset(),
                change.partition(),
                change.before() == null ? null : change.before().fingerprint(),
                change.after(),
                changes.at(),
                changes.cause(),
                produced == null ? null : produced.instance(),
                produced == null ? null : produced.attempt(),
                produced == null ? null : produced.run());
    }

    private static boolean isOf(VersionInfo version, DatasetRef dataset) {
        return version.dataset().equals(dataset);
    }

    private static boolean isIn(KeyRange range, PartitionKey partition) {
        String key = partition.toString();
        return range.from().compareTo(key) <= 0
                && key.compareTo(range.to()) <= 0
                && range.parts().stream().allMatch(("/" + key + "/")::contains);
    }

    private static boolean isSame(InputChange one, InputChange other) {
        return one.input().equals(other.input())
                && one.dataset().equals(other.dataset())
                && one.partition().equals(other.partition());
    }

    private static <T> Optional<T> last(Stream<T> all) {
        return all.reduce((_, next) -> next);
    }

    @Override
    public List<PendingPartition> unpublished(InstanceRef instance, int limit) {
        Map<String, PendingPartition> unpublished = new TreeMap<>();
        for (Event event : told) {
            if (event instanceof PublicationFailed failed
                    && instance.equals(failed.produced().instance())) {
                unpublished.put(
                        failed.subject(), new PendingPartition(failed.dataset(), failed.partition(), failed.message()));
            } else if (event instanceof PartitionPublished published) {
                unpublished.remove(published.dataset() + "/" + published.partition());
            }
        }
        return unpublished.values().stream().limit(limit).toList();
    }

    @Override
    public Optional<FaultedWorkflow> fault(WorkflowRef workflow) {
        return told.stream()
                .filter(event -> event instanceof WorkflowFaulted || event instanceof WorkflowResumed)
                .filter(event -> event.subject().equals(workflow.toString()))
                .reduce((_, last) -> last)
                .filter(WorkflowFaulted.class::isInstance)
                .map(WorkflowFaulted.class::cast)
                .map(fault -> new FaultedWorkflow(
                        fault.workflow(),
                        fault.workflowVersion(),
                        fault.code(),
                        fault.message(),
                        fault.source(),
                        fault.at()));
    }
}
