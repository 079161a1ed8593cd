package io.freshet.planner.domain;

import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.ReadyCommand.TaskWithdrawn;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.partition.Dimension;
import io.freshet.contracts.partition.PartitionKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Somebody asks for something to run, or to stop. */
final class Requests {
    private final Decision decision;

    Requests(Decision decision) {
        this.decision = decision;
    }

    void apply(RunRequest request) {
        switch (request) {
            case RunRequest.Evaluate evaluate -> evaluate(evaluate);
            case RunRequest.Cancel cancel -> cancel(cancel);
        }
    }

    private void evaluate(RunRequest.Evaluate request) {
        String id = decision.runs.idOf(request.cause());
        if (decision.runs.isOpen(id) || decision.notes.wasAnswered(id)) {
            return;
        }
        List<InstanceId> wanted = new ArrayList<>();
        for (TaskModel task : decision.model.tasks().values()) {
            if (request.tasks().isEmpty() || request.tasks().contains(task.name())) {
                wanted.addAll(matching(task, request.where()));
            }
        }
        List<String> run = List.of(decision.runs.open(request.cause()));
        for (InstanceId instance : new Holds(decision).inOrder(wanted)) {
            Instance known = decision.state.require(instance);
            Dirt dirt = known.dirt().withForced(request.force());
            // An instance in flight is on its way to what was asked for; only force wants one more.
            boolean look = known.attempt() == null;
            decision.state.put(instance, known.with(look ? dirt.withInput() : dirt));
            decision.unsettle(instance, run);
        }
    }

    private List<InstanceId> matching(TaskModel task, Map<String, String> where) {
        if (task.definers().isEmpty()) {
            create(task, where);
        }
        List<InstanceId> matching = new ArrayList<>();
        for (String row : decision.state.instances.keys(Keys.prefix(task.name()))) {
            InstanceId id = InstanceId.parse(row);
            if (Partitions.matches(task.dimensions(), id.partition(), where)) {
                matching.add(id);
            }
        }
        return matching;
    }

    /** Creates the instance that the request itself defines if it gives all dimensions: its task has no inputs that would. */
    private void create(TaskModel task, Map<String, String> where) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Dimension dimension : task.dimensions()) {
            String value = where.get(dimension.name());
            if (value != null) {
                values.put(dimension.name(), value);
            }
        }
        PartitionKey partition = PartitionKey.of(values);
        InstanceId id = new InstanceId(task.name(), partition);
        if (where.size() == values.size() && task.fits(partition) && decision.state.instance(id) == null) {
            decision.graph.create(task, id);
        }
    }

    private void cancel(RunRequest.Cancel request) {
        Set<InstanceId> stopped = new LinkedHashSet<>();
        String run = request.run();
        if (run != null && decision.runs.isOpen(run)) {
            stopped.addAll(decision.runs.cancel(run));
        }
        if (request.instance() != null && request.instance().workflowRef().equals(decision.model.ref())) {
            stopped.add(InstanceId.of(request.instance()));
        }
        stopped.forEach(
                instance -> stop(instance, Reason.CANCEL_REQUESTED, Sentences.cancelled(request.requestedBy())));
    }

    /** An instance failed, and its task wants everything stopped that is under way for the same runs. */
    void failFast(List<String> runs, InstanceId failed) {
        Set<InstanceId> stopped = new LinkedHashSet<>();
        runs.stream().filter(decision.runs::isOpen).forEach(run -> stopped.addAll(decision.runs.members(run)));
        stopped.forEach(instance -> stop(instance, Reason.RUN_FAILED, Sentences.runFailed(failed)));
    }

    /** Stops what is in flight; what waits for it is then blocked by itself. */
    private void stop(InstanceId id, Reason reason, String sentence) {
        Instance instance = decision.state.instance(id);
        if (instance == null || instance.attempt() == null) {
            return;
        }
        withdraw(decision, id, instance, reason);
        Instance givenUp = instance.givenUp();
        decision.state.put(id, givenUp);
        if (givenUp.canBeEvaluated()) {
            decision.settlement()
                    .settle(
                            givenUp,
                            Report.of(decision, id, InstanceState.CANCELLED, reason)
                                    .say(sentence));
        }
    }

    /** Tells admission that an attempt is no longer wanted. */
    static void withdraw(Decision decision, InstanceId id, Instance instance, Reason reason) {
        Attempt attempt = instance.attempt();
        if (attempt != null) {
            decision.emit(new TaskWithdrawn(
                    decision.ref(id),
                    Launch.attemptId(decision.ref(id), instance, attempt),
                    decision.runs.of(id).getFirst(),
                    reason,
                    decision.now));
        }
    }
}
