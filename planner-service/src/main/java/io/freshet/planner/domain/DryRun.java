package io.freshet.planner.domain;

import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.event.TaskEvent.RunForecast;
import io.freshet.contracts.event.TaskEvent.RunForecast.TaskForecast;
import io.freshet.contracts.event.TaskEvent.StateChanged;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.spec.Overlap;
import io.freshet.contracts.spec.RunSettings;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.model.Limits;
import io.freshet.planner.domain.model.StepLimits;
import io.freshet.planner.domain.model.WorkflowModel;
import io.freshet.planner.domain.port.PlanningContext;
import io.freshet.planner.domain.run.Runs;
import io.freshet.planner.domain.state.OverlayTable;
import io.freshet.planner.domain.state.Tables;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What would happen: the planner decides on a copy of its tables, and what it says is counted and goes nowhere. What an attempt
 * would make nobody knows, so what is downstream of one may run or not.
 */
final class DryRun {
    /** Steps after which it is given up: some ten thousand instances, which take the time of some hundred decisions. */
    private static final int MOST_STEPS = 100;

    /** Unsettled instances that are looked at, of this run or others. */
    private static final int MOST_MEMBERS = 20_000;

    /** Of the examples of all tasks together. */
    private static final int MOST_CHARACTERS = 256 * 1024;

    private final WorkflowModel model;
    private final Map<String, Count> counts = new LinkedHashMap<>();

    private static final class Count {
        private final Map<InstanceState, Integer> settled = new EnumMap<>(InstanceState.class);
        private final List<InstanceRef> will = new ArrayList<>();
        private final List<InstanceRef> may = new ArrayList<>();

        /**
         * @param room how many characters the examples may have
         */
        TaskForecast forecast(String task, int room) {
            List<InstanceRef> examples = new ArrayList<>();
            int characters = 0;
            for (InstanceRef example : (Iterable<InstanceRef>) Stream.concat(will.stream(), may.stream())::iterator) {
                characters += example.toString().length();
                if (examples.size() == Limits.LISTED || characters > room) {
                    break;
                }
                examples.add(example);
            }
            return new TaskForecast(
                    task,
                    will.size(),
                    may.size(),
                    settled.getOrDefault(InstanceState.SKIPPED, 0),
                    settled.getOrDefault(InstanceState.WAITING, 0),
                    settled.getOrDefault(InstanceState.BLOCKED, 0),
                    examples);
        }

        boolean isEmpty() {
            return settled.isEmpty() && will.isEmpty() && may.isEmpty();
        }
    }

    private DryRun(WorkflowModel model) {
        this.model = model;
        model.tasks().keySet().forEach(task -> counts.put(task, new Count()));
    }

    static RunForecast of(Tables tables, WorkflowModel model, RunRequest.Evaluate request, Instant now) {
        return new DryRun(model).play(OverlayTable.over(tables), request, now);
    }

    private RunForecast play(Tables copy, RunRequest.Evaluate request, Instant now) {
        Planner planner = Planner.onCopy(copy, this::count);
        planner.decide(new PlannerInput.RunRequested(real(request)), now);
        for (int i = 0; i < MOST_STEPS && !planner.unfinished().isEmpty(); i++) {
            planner.decide(new PlannerInput.Continue(request.workflow(), StepLimits.STEP), now);
        }
        PlanningContext end = PlanningContext.of(model, copy, StepLimits.DEFAULT, now, _ -> {});
        String run = new Runs(end).idOf(request.cause());
        boolean complete = countUnsettled(end, run) && planner.unfinished().isEmpty();
        return new RunForecast(request.workflow(), run, request.cause(), forecasts(), complete, now);
    }

    /** The same request, which waits for no other run. */
    private static RunRequest.Evaluate real(RunRequest.Evaluate request) {
        RunSettings trial = request.settings();
        return request.with(new RunSettings(trial.force(), false, trial.params(), trial.order(), Overlap.PARALLEL));
    }

    /** Counts what may run once something else has; false if there is too much to look at. */
    private boolean countUnsettled(PlanningContext end, String run) {
        int[] members = {0};
        end.memberRows().scan("", (row, runs) -> {
            InstanceId id = InstanceId.parse(row);
            if (runs.contains(run) && end.require(id).attempt() == null) {
                count(id.task()).may.add(id.in(end.workflow()));
            }
            members[0]++;
            return members[0] < MOST_MEMBERS;
        });
        return members[0] < MOST_MEMBERS;
    }

    private List<TaskForecast> forecasts() {
        List<TaskForecast> tasks = new ArrayList<>();
        int room = MOST_CHARACTERS;
        for (Map.Entry<String, Count> task : counts.entrySet()) {
            if (!task.getValue().isEmpty()) {
                TaskForecast forecast = task.getValue().forecast(task.getKey(), room);
                room -= forecast.examples().stream()
                        .mapToInt(example -> example.toString().length())
                        .sum();
                tasks.add(forecast);
            }
        }
        return tasks;
    }

    private void count(Event event) {
        switch (event) {
            case TaskReady ready -> count(ready.instance().task()).will.add(ready.instance());
            case StateChanged change
            when change.state().isSettled() ->
                count(change.instance().task()).settled.merge(change.state(), 1, Integer::sum);
            default -> {
                // Says nothing of an instance's end.
            }
        }
    }

    private Count count(String task) {
        return counts.computeIfAbsent(task, _ -> new Count());
    }
}
