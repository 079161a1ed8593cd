package io.freshet.endtoend.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.LaunchCommand.CancelAttempt;
import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.contracts.event.Outcome;
import io.freshet.contracts.event.PartitionPublished;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.event.RunFinished;
import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.event.SlotsReleased;
import io.freshet.contracts.event.TaskEvent.RunStarted;
import io.freshet.contracts.event.TaskEvent.StateChanged;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.endtoend.simulation.SimulatedLog.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads all that is on the log, and objects at once to what must never be there. */
final class Referee implements SimulatedLog.Reader {
    /** An event names no more causes than these; the runs of others it leaves unnamed. */
    private static final int MOST_NAMED = 20;

    private final Set<String> asked = new HashSet<>();
    private final Set<String> launched = new HashSet<>();
    private final Map<String, InstanceRef> holding = new TreeMap<>();
    private final Set<String> accepted = new HashSet<>();
    private final Map<String, AttemptFinished> finished = new HashMap<>();
    private final Map<String, String> runOfCause = new HashMap<>();
    private final Map<String, Integer> settled = new TreeMap<>();
    private final Map<String, WorkflowRef> open = new TreeMap<>();
    private final Set<String> unnamed = new HashSet<>();
    private final Map<String, Integer> figures = new TreeMap<>();

    /** How often what happened, to see that stories are worth telling. */
    Map<String, Integer> figures() {
        return figures;
    }

    void count(String what) {
        figures.merge(what, 1, Integer::sum);
    }

    @Override
    public void read(Entry entry) {
        switch (entry.event()) {
            case TaskReady ready ->
                assertTrue(asked.add(ready.attempt()), () -> ready.attempt() + " is asked for twice");
            case LaunchAttempt launch -> {
                assertTrue(launched.add(launch.attempt()), () -> launch.attempt() + " is launched twice");
                count("launched");
                holding.put(launch.attempt(), launch.instance());
            }
            case SlotsReleased released -> released.attempts().forEach(holding::remove);
            case AttemptFinished end -> {
                count(finished.containsKey(end.attempt()) ? "reported again" : outcome(end));
                AttemptFinished before = finished.putIfAbsent(end.attempt(), end);
                assertTrue(before == null || before.equals(end), () -> before + " is reported again as " + end);
            }
            case RunStarted started -> {
                runOfCause.put(started.workflow() + " " + started.cause().id(), started.run());
                assertTrue(settled.put(started.run(), 0) == null, () -> started.run() + " starts twice");
                count("runs");
                open.put(started.run(), started.workflow());
            }
            case StateChanged changed -> settled(changed);
            case RunFinished end -> ended(end);
            case CancelAttempt _ -> count("attempts stopped");
            case PartitionPublished _ -> count("published");
            default -> {}
        }
    }

    private void settled(StateChanged changed) {
        if (changed.state().isSettled()) {
            changed.causes()
                    .forEach(cause -> settled.merge(runOfCause.get(changed.workflow() + " " + cause), 1, Integer::sum));
            if (changed.causes().size() == MOST_NAMED) {
                open.keySet().stream()
                        .filter(run -> changed.workflow().equals(open.get(run)))
                        .forEach(unnamed::add);
            }
        }
    }

    private void ended(RunFinished end) {
        assertTrue(open.remove(end.run()) != null, () -> end.run() + " ends, and was not open");
        int named = settled.get(end.run());
        int counted = end.summary().instances();
        assertTrue(
                named == counted || (unnamed.contains(end.run()) && named < counted),
                () -> "%d instances were told to have settled for %s".formatted(named, end));
    }

    private static String outcome(AttemptFinished end) {
        return switch (end.outcome()) {
            case Outcome.Succeeded(var _, var _, String cachedFrom, var _) ->
                cachedFrom == null ? "executed" : "cached";
            case Outcome.Failed failed -> "failed: " + failed.kind();
        };
    }

    /** A process starts, for which admission must still count a slot: so no more run than there are slots. */
    void begins(String attempt) {
        assertTrue(holding.containsKey(attempt), () -> attempt + " starts without a slot");
    }

    /** The planner has accepted this end for good. */
    void accepted(AttemptFinished end) {
        count("accepted");
        assertTrue(accepted.add(end.attempt()), () -> end.attempt() + " is accepted twice");
    }

    /** What somebody could want to stop: each run that has not ended, and each instance that has an attempt. */
    List<RunRequest.Cancel> cancellations(Instant at) {
        List<RunRequest.Cancel> possible = new ArrayList<>();
        open.forEach((run, workflow) -> possible.add(new RunRequest.Cancel(workflow, run, null, "bob", at)));
        holding.values()
                .forEach(instance ->
                        possible.add(new RunRequest.Cancel(instance.workflowRef(), null, instance, "bob", at)));
        return possible;
    }

    void checkRest() {
        assertEquals(Map.of(), open, "runs that have not ended");
        assertEquals(Map.of(), holding, "attempts that hold slots");
    }
}
