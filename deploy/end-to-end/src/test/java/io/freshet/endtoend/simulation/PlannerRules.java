package io.freshet.endtoend.simulation;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.OutputsListed;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.topic.Topics;
import io.freshet.endtoend.simulation.SimulatedLog.Entry;
import io.freshet.planner.domain.Planner;
import io.freshet.planner.domain.PlannerInput;
import io.freshet.planner.domain.instance.Instance;
import io.freshet.planner.domain.instance.Results;
import io.freshet.planner.domain.model.StepLimits;
import io.freshet.planner.domain.state.Continuation;
import io.freshet.planner.domain.state.Edge;
import io.freshet.planner.domain.state.Fault;
import io.freshet.planner.domain.state.ListedChunk;
import io.freshet.planner.domain.state.Run;
import io.freshet.planner.domain.state.Tables;
import io.freshet.planner.domain.state.Timers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** The planner of some workflows; all that the simulation knows of its class. */
final class PlannerRules implements StreamsTask.Rules {
    static final List<String> TOPICS =
            List.of(Topics.WORKFLOW_DEFINITIONS, Topics.RUN_REQUESTS, Topics.PARTITION_CHANGED, Topics.TASK_FINISHED);

    private static final int LARGEST_STEP = 3;

    final JournaledTable<Instance> instances;
    final JournaledTable<Run> runs;
    final JournaledTable<String> members;
    final JournaledTable<String> holds;
    private final JournaledTable<WorkflowDefinition> definitions;
    private final JournaledTable<PartitionVersion> partitions;
    private final JournaledTable<PartitionVersion> outputs;
    private final JournaledTable<OutputsListed> outputParts;
    private final JournaledTable<Results> results;
    private final JournaledTable<Edge> edges;
    private final JournaledTable<ListedChunk> lists;
    private final JournaledTable<String> readers;
    final JournaledTable<Continuation> continuations;
    final JournaledTable<Event> inbox;
    final JournaledTable<Fault> faults;
    private final JournaledTable<String> metadata;
    private final JournaledTable<String> timers;
    private final Random luck;
    private final Referee referee;
    private final List<AttemptFinished> accepted = new ArrayList<>();
    private Planner planner;

    PlannerRules(Journal journal, Random luck, Referee referee) {
        this.luck = luck;
        this.referee = referee;
        definitions = new JournaledTable<>(journal);
        partitions = new JournaledTable<>(journal);
        outputs = new JournaledTable<>(journal);
        outputParts = new JournaledTable<>(journal);
        results = new JournaledTable<>(journal);
        edges = new JournaledTable<>(journal);
        lists = new JournaledTable<>(journal);
        readers = new JournaledTable<>(journal);
        instances = new JournaledTable<>(journal);
        runs = new JournaledTable<>(journal);
        members = new JournaledTable<>(journal);
        holds = new JournaledTable<>(journal);
        metadata = new JournaledTable<>(journal);
        continuations = new JournaledTable<>(journal);
        inbox = new JournaledTable<>(journal);
        faults = new JournaledTable<>(journal);
        timers = new JournaledTable<>(journal);
    }

    @Override
    public void begin(Consumer<Event> out) {
        // All that is kept in memory is made anew, the timers' memory of the next one too.
        Tables tables = new Tables(
                definitions,
                partitions,
                outputs,
                outputParts,
                results,
                edges,
                lists,
                readers,
                instances,
                runs,
                members,
                holds,
                metadata,
                continuations,
                inbox,
                faults,
                new Timers(timers));
        planner = new Planner(tables, new StepLimits(steps(), steps(), steps(), steps()), out, this::finished);
    }

    @Override
    public void take(Entry entry, Instant now) {
        PlannerInput input = entry.event() instanceof OutputsListed outputs
                ? new PlannerInput.OutputsReported(outputs)
                : PlannerInput.Deferrable.of(entry.event());
        planner.decide(input, entry.at());
    }

    private int steps() {
        return 1 + luck.nextInt(LARGEST_STEP);
    }

    private void finished(AttemptFinished finished, boolean counts) {
        if (counts) {
            accepted.add(finished);
        } else {
            referee.count("ends that nobody waited for");
        }
    }

    @Override
    public Instant nextDue() {
        return planner.unfinished().isEmpty() ? planner.nextDue() : Instant.MIN;
    }

    @Override
    public void wake(Instant now) {
        Instant due = planner.nextDue();
        if (due != null && !due.isAfter(now)) {
            planner.due(steps(), now);
        }
        // In an order that does not depend on the JVM.
        planner.unfinished().stream()
                .sorted(Comparator.comparing(WorkflowRef::toString))
                .forEach(workflow -> planner.decide(new PlannerInput.Continue(workflow, steps()), now));
    }

    @Override
    public void committed() {
        accepted.forEach(referee::accepted);
        accepted.clear();
    }

    @Override
    public void aborted() {
        accepted.clear();
    }
}
