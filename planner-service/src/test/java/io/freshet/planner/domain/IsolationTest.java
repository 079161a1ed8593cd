package io.freshet.planner.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.Batch;
import io.freshet.contracts.event.CatalogSubscription.Subscribed;
import io.freshet.contracts.event.CatalogSubscription.Unsubscribed;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.Outcome;
import io.freshet.contracts.event.PartitionChange;
import io.freshet.contracts.event.PartitionsChanged;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.event.ReadyCommand.TaskWithdrawn;
import io.freshet.contracts.event.RunFinished;
import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.event.TaskEvent;
import io.freshet.contracts.event.Usage;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.partition.PartitionSelection;
import io.freshet.contracts.spec.FailureKind;
import io.freshet.contracts.spec.RunSettings;
import io.freshet.planner.PlannerFixtures;
import io.freshet.planner.domain.model.StepLimits;
import io.freshet.planner.domain.state.Tables;
import io.freshet.planner.domain.table.Table;
import io.freshet.servicekit.decision.UnitOfWork;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Three workflows share a planner. Decisions about one of them fail at random places: the rows and events of the others are the same
 * as in a world in which the one does not exist.
 */
class IsolationTest {
    private static final WorkflowRef CULPRIT = new WorkflowRef("prod", "b");
    private static final List<WorkflowRef> WORKFLOWS =
            List.of(new WorkflowRef("prod", "a"), CULPRIT, new WorkflowRef("prod", "c"));
    private static final int STORIES = Integer.getInteger("freshet.scenarios", 300);
    private static final int STEPS = 80;

    @Test
    void a_workflow_whose_decisions_fail_changes_nothing_for_others() {
        int faults = 0;
        for (long seed = 1; seed <= STORIES; seed++) {
            Shared with = new Shared(true);
            Shared without = new Shared(false);

            play(seed, with);
            play(seed, without);

            assertEquals(without.said, with.said, "seed " + seed);
            assertEquals(without.rows(), with.rows(), "seed " + seed);
            faults += with.faults;
        }
        int all = faults;
        assertTrue(all > STORIES, () -> "only " + all + " decisions failed");
    }

    private static void play(long seed, Shared world) {
        Random random = new Random(seed);
        for (WorkflowRef workflow : WORKFLOWS) {
            world.take(workflow, PlannerFixtures.copyingSites(workflow, 1), 0);
        }
        for (int step = 1; step <= STEPS; step++) {
            WorkflowRef workflow = WORKFLOWS.get(random.nextInt(WORKFLOWS.size()));
            int kind = random.nextInt(10);
            int which = random.nextInt(1_000);
            int failAfter = random.nextInt(3) == 0 ? 1 + random.nextInt(60) : 0;
            world.step(workflow, kind, which, failAfter, step);
        }
    }

    /** A planner with three workflows, or without the culprit. */
    private static final class Shared implements UnitOfWork {
        private final boolean withCulprit;
        private final MemoryJournal journal = new MemoryJournal();
        private final Tables tables = MemoryTable.planner(journal);
        private final IsolatedPlanner planner;
        private final List<Event> pending = new ArrayList<>();
        private final List<Event> said = new ArrayList<>();
        private final Map<WorkflowRef, Deque<TaskReady>> ready = new TreeMap<>();
        private int faults;
        private Instant now = PlannerFixtures.NOW;

        Shared(boolean withCulprit) {
            this.withCulprit = withCulprit;
            this.planner =
                    new IsolatedPlanner(tables, new StepLimits(3, 2, 5, 2), this, (_, _) -> {}, (_, _) -> faults++);
        }

        void step(WorkflowRef workflow, int kind, int which, int failAfter, int number) {
            now = PlannerFixtures.NOW.plusSeconds(number);
            Event event = switch (kind) {
                case 0 -> PlannerFixtures.copyingSites(workflow, 1 + number);
                case 1, 2, 3, 4 -> changed(workflow, number, which);
                case 5 -> request(workflow, number);
                case 6 -> new RunRequest.Resume(workflow, cause(number), "alice", now);
                default -> finished(workflow, which);
            };
            if (event != null) {
                take(workflow, event, failAfter);
            }
            if (which % 3 == 0) {
                for (WorkflowRef each : WORKFLOWS) {
                    if (planner.unfinished().contains(each)) {
                        guarded(
                                each,
                                which % 2 == 0 ? failAfter : 0,
                                () -> planner.decide(new PlannerInput.Continue(each, 2), null, now));
                    }
                }
            }
            planner.due(1_000, now);
        }

        void take(WorkflowRef workflow, Event event, int failAfter) {
            guarded(workflow, failAfter, () -> planner.decide(PlannerInput.Deferrable.of(event), null, now));
        }

        private void guarded(WorkflowRef workflow, int failAfter, Runnable decision) {
            if (workflow.equals(CULPRIT)) {
                if (!withCulprit) {
                    return;
                }
                journal.failAfter(failAfter);
            }
            journal.deciding(true);
            decision.run();
            journal.deciding(false);
            journal.disarm();
        }

        private PartitionsChanged changed(WorkflowRef workflow, int number, int which) {
            PartitionVersion version = which % 7 == 0 ? null : new PartitionVersion(Sha256.of("v" + which % 20), 1, 1);
            boolean snapshot = which % 5 == 0;
            return new PartitionsChanged(
                    workflow,
                    new DatasetRef("prod", "raw"),
                    snapshot,
                    snapshot ? PlannerFixtures.copyingSites(workflow, 1).cause() : cause(number),
                    Batch.single("batch-" + number),
                    List.of(new PartitionChange(PartitionKey.of(Map.of("site", "s" + which % 4)), null, version)),
                    now);
        }

        private RunRequest request(WorkflowRef workflow, int number) {
            return new RunRequest.Evaluate(
                    workflow,
                    cause(number),
                    List.of(),
                    PartitionSelection.ALL,
                    number % 2 == 0 ? RunSettings.FORCED : RunSettings.USUAL,
                    "alice",
                    now);
        }

        private AttemptFinished finished(WorkflowRef workflow, int which) {
            TaskReady next =
                    ready.computeIfAbsent(workflow, _ -> new ArrayDeque<>()).poll();
            return next == null
                    ? null
                    : new AttemptFinished(
                            next.instance(),
                            next.attempt(),
                            next.number(),
                            next.run(),
                            next.work().actionKey(),
                            new Outcome.Failed(which % 2 == 0 ? FailureKind.EXIT : FailureKind.LOST, "no", 1),
                            Usage.UNKNOWN,
                            now,
                            null,
                            now);
        }

        private Cause cause(int number) {
            return new Cause("cause-" + number, Cause.Kind.REQUESTED, now, "step " + number);
        }

        Map<String, String> rows() {
            Map<String, String> rows = new TreeMap<>();
            int number = 0;
            for (Table<?> table : List.of(
                    tables.definitions(),
                    tables.partitions(),
                    tables.outputs(),
                    tables.outputParts(),
                    tables.results(),
                    tables.edges(),
                    tables.lists(),
                    tables.readers(),
                    tables.instances(),
                    tables.runs(),
                    tables.members(),
                    tables.holds(),
                    tables.metadata(),
                    tables.continuations(),
                    tables.inbox())) {
                String name = "table " + number++;
                table.scan("", (key, value) -> {
                    if (!key.startsWith(CULPRIT.toString())) {
                        rows.put(name + " " + key, value.toString());
                    }
                    return true;
                });
            }
            return rows;
        }

        @Override
        public void emit(Event event) {
            journal.access();
            pending.add(event);
        }

        @Override
        public void commit() {
            journal.commit();
            for (Event event : pending) {
                if (event instanceof TaskReady attempt) {
                    ready.computeIfAbsent(attempt.instance().workflowRef(), _ -> new ArrayDeque<>())
                            .add(attempt);
                }
                if (!workflowOf(event).equals(CULPRIT)) {
                    said.add(event);
                }
            }
            pending.clear();
        }

        @Override
        public void rollback() {
            journal.rollback();
            pending.clear();
        }

        private static WorkflowRef workflowOf(Event event) {
            return switch (event) {
                case TaskReady attempt -> attempt.instance().workflowRef();
                case TaskWithdrawn attempt -> attempt.instance().workflowRef();
                case TaskEvent task -> task.workflow();
                case RunFinished run -> run.workflow();
                case Subscribed subscribed -> subscribed.workflow();
                case Unsubscribed gone -> gone.workflow();
                default -> throw new AssertionError(event);
            };
        }
    }
}
