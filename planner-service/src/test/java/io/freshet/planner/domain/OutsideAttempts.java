package io.freshet.planner.domain;

import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.Outcome;
import io.freshet.contracts.event.OutputsListed;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.event.Usage;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.Layout;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The attempts of a {@link World}, which live until they end or are withdrawn, and may end after that as well. */
public final class OutsideAttempts {
    private final Map<String, TaskReady> live = new LinkedHashMap<>();
    private final Map<String, TaskReady> zombies = new LinkedHashMap<>();
    private final Set<String> accepted = new HashSet<>();
    private final Map<String, AttemptFinished> ends = new HashMap<>();

    Map<String, TaskReady> live() {
        return live;
    }

    void withdraw(String attempt) {
        TaskReady stopped = live.remove(attempt);
        if (stopped != null) {
            zombies.put(attempt, stopped);
        }
    }

    /** How many ends were accepted. */
    int accepted() {
        return accepted.size();
    }

    /** It made what its inputs say. */
    Outcome success(String attempt, Map<String, String> results) {
        TaskReady ready = find(attempt);
        Map<DatasetRef, Layout> layouts = new LinkedHashMap<>();
        ready.work().outputs().forEach(output -> layouts.put(output.dataset(), Draft.parsed(output.layout())));
        return new Outcome.Succeeded(
                FakeExecutor.outputs(
                        ready.instance().task(),
                        ready.instance().partition(),
                        ready.work().actionKey(),
                        layouts),
                results,
                null);
    }

    /** Ends an attempt; returns what the planner reads of it. */
    List<PlannerInput> end(String attempt, Outcome outcome, Instant startedAt, Instant at) {
        TaskReady ready = find(attempt);
        AttemptFinished finished = new AttemptFinished(
                ready.instance(),
                attempt,
                ready.number(),
                ready.run(),
                ready.work().actionKey(),
                outcome,
                Usage.UNKNOWN,
                startedAt,
                null,
                at);
        withdraw(attempt);
        ends.put(attempt, finished);
        return reports(finished);
    }

    /** Some ends list their outputs before, one in each part, and the first part is read twice. */
    private static List<PlannerInput> reports(AttemptFinished finished) {
        if (!(finished.outcome() instanceof Outcome.Succeeded succeeded)
                || finished.attempt().hashCode() % 3 == 0) {
            return List.of(new PlannerInput.AttemptEnded(finished));
        }
        List<PlannerInput> reports = new ArrayList<>();
        List<Outcome.OutputPartition> outputs = succeeded.outputs();
        for (int i = 0; i <= outputs.size() && !outputs.isEmpty(); i++) {
            int part = Math.max(0, i - 1);
            reports.add(listed(finished, part, List.of(outputs.get(part))));
        }
        reports.add(new PlannerInput.AttemptEnded(listedBefore(finished, outputs.size())));
        return reports;
    }

    /** A part of an attempt's outputs. */
    static PlannerInput listed(AttemptFinished end, int part, List<Outcome.OutputPartition> outputs) {
        return new PlannerInput.OutputsReported(
                new OutputsListed(end.instance(), end.attempt(), end.run(), part, outputs, null, end.at()));
    }

    /** The end as it is reported behind so many parts. */
    public static AttemptFinished listedBefore(AttemptFinished end, int parts) {
        Outcome.Succeeded succeeded = (Outcome.Succeeded) end.outcome();
        return end.with(new Outcome.Succeeded(List.of(), succeeded.results(), succeeded.cachedFrom(), parts));
    }

    /** The planner has accepted an end; returns it as it was. */
    AttemptFinished accept(AttemptFinished finished) {
        if (!accepted.add(finished.attempt())) {
            throw new AssertionError(finished.attempt() + " was accepted twice");
        }
        return ends.getOrDefault(finished.attempt(), finished);
    }

    private TaskReady find(String attempt) {
        TaskReady ready = live.get(attempt);
        return ready == null ? zombies.get(attempt) : ready;
    }
}
