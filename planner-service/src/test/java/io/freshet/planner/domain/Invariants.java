package io.freshet.planner.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.Outcome;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.event.RunFinished;
import io.freshet.contracts.event.TaskEvent.RunStarted;
import io.freshet.contracts.event.TaskEvent.StateChanged;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.partition.Dimension;
import io.freshet.contracts.spec.InputSpec;
import io.freshet.contracts.spec.TaskSpec;
import io.freshet.contracts.spec.WorkflowSpec;
import io.freshet.planner.domain.command.Workspace;
import io.freshet.planner.domain.instance.Instance;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.model.Limits;
import io.freshet.planner.domain.model.StepLimits;
import io.freshet.planner.domain.model.WorkflowModel;
import io.freshet.planner.domain.port.PlanningContext;
import io.freshet.planner.domain.state.Run;
import io.freshet.planner.domain.table.Keys;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What must hold whatever happens in whatever order. */
public final class Invariants {
    private Invariants() {}

    public static List<WorldState.Observer> all() {
        return List.of(
                new NothingRunsWhoseActionKeyIsUnchanged(),
                new NothingRunsBeforeItsInputs(),
                new AtMostOneLiveAttempt(),
                new HistoryEqualsFoldOfEvents(),
                new RunsAddUp());
    }

    /** Unless somebody forces it. */
    static final class NothingRunsWhoseActionKeyIsUnchanged implements WorldState.Observer {
        private final Map<InstanceRef, Fingerprint> lastSuccess = new HashMap<>();

        @Override
        public void decided(World world, List<Event> events) {
            for (Event event : events) {
                switch (event) {
                    case TaskReady ready -> {
                        if (ready.reason() != Reason.FORCED && ready.number() == 1) {
                            assertNotEquals(
                                    lastSuccess.get(ready.instance()),
                                    ready.work().actionKey(),
                                    () -> ready.instance() + " again");
                        }
                    }
                    case StateChanged changed -> {
                        // What has no outputs any more is made anew.
                        if (changed.reason() == Reason.REMOVED
                                || changed.state() == InstanceState.WAITING
                                || (changed.state() == InstanceState.SKIPPED && changed.reason() == Reason.CONDITION)) {
                            lastSuccess.remove(changed.instance());
                        }
                    }
                    default -> {}
                }
            }
            if (world.deployed() == null) {
                // A workflow that cannot be taken away in steps is purged, and nobody is told of its instances.
                lastSuccess.clear();
            }
        }

        @Override
        public void accepted(World world, AttemptFinished finished) {
            if (finished.outcome() instanceof Outcome.Succeeded succeeded && !isMisplaced(world, succeeded)) {
                lastSuccess.put(finished.instance(), finished.actionKey());
            }
        }

        private static boolean isMisplaced(World world, Outcome.Succeeded succeeded) {
            return succeeded.outputs().stream()
                    .anyMatch(output -> !world.deployed()
                            .spec()
                            .datasets()
                            .containsKey(output.dataset().dataset()));
        }
    }

    /** No attempt is launched while anything upstream may still change what it reads, or on what a failed instance left behind. */
    static final class NothingRunsBeforeItsInputs implements WorldState.Observer {
        @Override
        public void decided(World world, List<Event> events) {
            Map<String, Instance> instances = null;
            for (Event event : events) {
                if (event instanceof TaskReady ready && ready.number() == 1) {
                    instances = instances == null ? world.instances() : instances;
                    check(world.deployed().spec(), InstanceId.of(ready.instance()), ready.attempt(), instances);
                }
            }
        }

        private static void check(
                WorkflowSpec spec, InstanceId reader, String attempt, Map<String, Instance> instances) {
            for (InputSpec input : spec.task(reader.task()).inputs().values()) {
                spec.producer(input.dataset())
                        .ifPresent(producer -> instances.forEach((key, instance) -> {
                            InstanceId id = InstanceId.parse(key);
                            if (id.task().equals(producer.name())
                                    && isNamedBefore(spec, reader.task(), producer, input.dataset())
                                    && NaiveJoin.joins(
                                            input,
                                            reader.partition(),
                                            id.partition(),
                                            spec.taskDimensions(spec.task(reader.task())),
                                            spec.taskDimensions(producer))) {
                                assertTrue(
                                        instance.settled() && (!instance.isBad() || isAllowed(producer, instance)),
                                        () -> "%s was launched while upstream %s is %s"
                                                .formatted(attempt, key, instance));
                                if (instance.state() != InstanceState.WAITING) {
                                    check(spec, id, attempt, instances);
                                }
                            }
                        }));
            }
        }

        private static boolean isAllowed(TaskSpec task, Instance instance) {
            return task.onFailure() != null && task.onFailure().allow() && instance.state() == InstanceState.FAILED;
        }

        /** Whether it is known who reads what a producer writes before it has been written. */
        private static boolean isNamedBefore(WorkflowSpec spec, String reader, TaskSpec producer, String dataset) {
            List<Dimension> known = spec.taskDimensions(producer);
            return spec.layout(dataset).dimensions().stream()
                    .filter(dimension -> spec.taskDimensions(spec.task(reader)).stream()
                            .anyMatch(mine -> mine.name().equals(dimension.name())))
                    .allMatch(dimension ->
                            known.stream().anyMatch(own -> own.name().equals(dimension.name())));
        }
    }

    static final class AtMostOneLiveAttempt implements WorldState.Observer {
        private final Set<String> attempts = new HashSet<>();

        @Override
        public void emitted(World world, Event event) {
            if (event instanceof TaskReady ready) {
                assertTrue(attempts.add(ready.attempt()), () -> ready.attempt() + " was launched twice");
            }
        }

        @Override
        public void decided(World world, List<Event> events) {
            Set<InstanceRef> live = new HashSet<>();
            for (TaskReady ready : world.live.values()) {
                assertTrue(live.add(ready.instance()), () -> ready.instance() + " has two attempts");
            }
        }
    }

    /** What was told of a settled instance is what is kept of it. */
    static final class HistoryEqualsFoldOfEvents implements WorldState.Observer {
        private final Map<String, InstanceState> told = new TreeMap<>();

        @Override
        public void emitted(World world, Event event) {
            if (event instanceof StateChanged changed) {
                told.put(InstanceId.of(changed.instance()).key(), changed.state());
                assertTrue(!changed.sentence().isEmpty() && changed.sentence().endsWith("."), changed::sentence);
            }
        }

        void check(World world) {
            world.instances().forEach((key, instance) -> assertEquals(told.get(key), instance.state(), key));
        }
    }

    /** Each run starts once, ends once, and its summary counts every instance that settled for it. */
    static final class RunsAddUp implements WorldState.Observer {
        private final Map<String, String> runOfCause = new HashMap<>();
        private final Map<String, Integer> settled = new HashMap<>();
        private final Set<String> open = new HashSet<>();
        private boolean allNamed = true;

        @Override
        public void emitted(World world, Event event) {
            switch (event) {
                case RunStarted started -> {
                    runOfCause.put(started.cause().id(), started.run());
                    assertTrue(open.add(started.run()), () -> started.run() + " started twice");
                    assertTrue(settled.put(started.run(), 0) == null, () -> started.run() + " started again");
                }
                case StateChanged changed -> {
                    // An event names so many runs and no more; then nobody can count along.
                    allNamed &= changed.causes().size() < Limits.LISTED;
                    if (changed.state().isSettled()) {
                        changed.causes().forEach(cause -> settled.merge(runOfCause.get(cause), 1, Integer::sum));
                    }
                }
                case RunFinished finished -> {
                    assertTrue(open.remove(finished.run()), () -> finished.run() + " was not open");
                    if (allNamed) {
                        assertEquals(
                                settled.get(finished.run()), finished.summary().instances(), "run summary");
                    }
                }
                default -> {}
            }
        }

        void check() {
            assertEquals(Set.of(), open, "open runs");
        }
    }

    /** The count of each instance is the number of unsettled edges it reads, and that of the workflow the attempts it waits for. */
    static void pendingCountsUnsettledEdges(World world) {
        pendingCountsUnsettledEdges(world, world.workflow);
    }

    /** As {@link #pendingCountsUnsettledEdges(World)}, of any workflow that is deployed. */
    static void pendingCountsUnsettledEdges(World world, WorkflowRef workflow) {
        long inFlight = world.instances(workflow).values().stream()
                .filter(instance -> instance.attempt() != null)
                .count();
        String counted = world.tables.metadata().get(Keys.of(workflow, "in-flight"));
        assertEquals(inFlight, counted == null ? 0 : Long.parseLong(counted), "in flight");
        WorkflowModel model = WorkflowModel.of(world.deployed(workflow));
        Workspace workspace =
                new Workspace(PlanningContext.of(model, world.tables, StepLimits.DEFAULT, world.now, _ -> {}));
        if (workspace.agenda.isRestructuring()) {
            // What reads what is being made anew, after which everything is counted.
            return;
        }
        world.instances(workflow).forEach((key, instance) -> {
            InstanceId id = InstanceId.parse(key);
            assertEquals(
                    NaivePending.of(workspace, model.requireTask(id.task()), id),
                    instance.pending(),
                    () -> "pending of " + key);
            assertEquals(
                    instance.pending(),
                    workspace.unsettled.count(model.requireTask(id.task()), id),
                    () -> "counted for " + key);
        });
    }

    /** Nothing is left over when nothing is left to do. */
    static void everythingSettles(World world) {
        everythingSettles(world, world.workflow);
    }

    /** As {@link #everythingSettles(World)}, of the instances of any workflow. */
    static void everythingSettles(World world, WorkflowRef workflow) {
        world.instances(workflow).forEach((key, instance) -> {
            assertTrue(instance.settled(), () -> key + " is not settled: " + instance);
            assertEquals(0, instance.pending() + instance.holds(), key);
            assertEquals("", instance.path(), key);
        });
        assertEquals(Map.of(), ((MemoryTable<Run>) world.tables.runs()).rows(), "runs");
        assertEquals(Map.of(), ((MemoryTable<String>) world.tables.members()).rows(), "members");
        assertEquals(Map.of(), ((MemoryTable<String>) world.tables.holds()).rows(), "holds");
        Set<String> rows = new HashSet<>(
                ((MemoryTable<String>) world.tables.metadata()).rows().keySet());
        rows.removeIf(key -> key.contains("|answered")
                || key.endsWith("|run-count")
                || key.endsWith("|evaluation-floor")
                || key.endsWith("|last-version")
                || key.contains("|kept|")
                || key.contains("|deadline|")
                || key.contains("|pace|")
                || key.contains("|reported|")
                || key.contains("|taken|")
                || key.endsWith("|lists")
                || key.endsWith("|barred"));
        assertEquals(Set.of(), rows, "metadata");
    }
}
