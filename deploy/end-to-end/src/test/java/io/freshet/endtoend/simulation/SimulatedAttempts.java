package io.freshet.endtoend.simulation;

import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.LaunchCommand.CancelAttempt;
import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.endtoend.simulation.Component.Step;
import io.freshet.launcher.domain.AttemptLifecycle;
import io.freshet.launcher.domain.AttemptState;
import io.freshet.launcher.domain.Decision;
import io.freshet.launcher.domain.Effect;
import io.freshet.launcher.domain.FinishEvents;
import io.freshet.launcher.domain.Occurrence;
import io.freshet.launcher.domain.StopCause;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The attempts of a launcher: production code decides on the life of each, and each effect is a step of its own, before and after which the
 * launcher may die.
 */
final class SimulatedAttempts {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** An attempt that something is left to do for. */
    private static final class Run {
        AttemptState state;
        final Deque<Occurrence> occurrences = new ArrayDeque<>();
        final Deque<Effect> effects = new ArrayDeque<>();

        Run(AttemptState state) {
            this.state = state;
        }
    }

    private record Alarm(Instant at, String attempt) {}

    private final AttemptLifecycle lifeCycle = new AttemptLifecycle("process", LIMIT);
    private final AttemptRecords records = new AttemptRecords();
    private final Map<String, Run> runs = new TreeMap<>();
    private final TreeSet<Alarm> alarms =
            new TreeSet<>(Comparator.comparing(Alarm::at).thenComparing(Alarm::attempt));
    private final InstantSource clock;
    private final SimulatedExecutor executor;
    private final SimulatedSender sender;
    private final Fuse fuse;
    private Workbench workbench;

    SimulatedAttempts(InstantSource clock, SimulatedExecutor executor, SimulatedSender sender, Fuse fuse) {
        this.clock = clock;
        this.executor = executor;
        this.sender = sender;
        this.fuse = fuse;
    }

    /** A new launcher takes up what is on record, and knows nothing else. */
    void resume(Workbench own) {
        workbench = own;
        runs.clear();
        alarms.clear();
        for (String attempt : records.open()) {
            AttemptState left = records.left(attempt);
            if (left == null) {
                records.forget(attempt);
            } else {
                begin(attempt, left, new Occurrence.Resumed());
            }
        }
    }

    void offer(Consumer<Step> steps) {
        runs.forEach((attempt, run) -> {
            if (!run.effects.isEmpty() || !run.occurrences.isEmpty()) {
                steps.accept(new Step("works on " + attempt, () -> work(attempt, run)));
            }
        });
    }

    Instant nextDue() {
        return alarms.isEmpty() ? null : alarms.first().at();
    }

    void timeUp() {
        tell(alarms.removeFirst().attempt(), new Occurrence.TimeoutElapsed());
    }

    List<String> open(boolean onRecord) {
        return onRecord ? records.open() : List.copyOf(runs.keySet());
    }

    void launch(LaunchAttempt launch) {
        String attempt = launch.attempt();
        if (runs.containsKey(attempt)) {
            tell(attempt, new Occurrence.LaunchOrdered());
        } else if (records.finish(attempt) != null) {
            reportAgain(records.finish(attempt));
        } else if (records.launch(attempt) == null) {
            fuse.burn();
            records.recordLaunch(launch);
            fuse.burn();
            begin(attempt, new AttemptState.Accepted(launch, null), new Occurrence.NotBegun());
        }
    }

    void cancel(CancelAttempt cancel) {
        String attempt = cancel.attempt();
        if (runs.containsKey(attempt)) {
            tell(attempt, new Occurrence.StopOrdered(StopCause.CANCELLED));
        } else if (records.finish(attempt) != null) {
            reportAgain(records.finish(attempt));
        } else if (records.launch(attempt) == null) {
            AttemptFinished never = FinishEvents.neverBegun(cancel, clock.instant());
            records.recordFinish(never);
            fuse.burn();
            reportAgain(never);
        }
    }

    private void reportAgain(AttemptFinished finish) {
        begin(finish.attempt(), new AttemptState.Closing(finish, false, false), new Occurrence.Resumed());
    }

    private void begin(String attempt, AttemptState state, Occurrence first) {
        runs.put(attempt, new Run(state));
        tell(attempt, first);
    }

    private void tell(String attempt, Occurrence occurrence) {
        Run run = runs.get(attempt);
        if (run != null) {
            run.occurrences.add(occurrence);
        }
    }

    private void work(String attempt, Run run) {
        if (run.effects.isEmpty()) {
            Decision decision = lifeCycle.decide(run.state, run.occurrences.remove(), clock.instant());
            run.state = decision.next();
            run.effects.addAll(decision.effects());
        }
        if (!run.effects.isEmpty()) {
            fuse.burn();
            carryOut(attempt, run.effects.element());
            fuse.burn();
            run.effects.remove();
        }
    }

    private void carryOut(String attempt, Effect effect) {
        switch (effect) {
            case Effect.Resume(LaunchAttempt launch) -> executor.resume(launch, told -> tell(attempt, told));
            case Effect.Begin(LaunchAttempt launch) -> workbench.begin(launch, told -> tell(attempt, told));
            case Effect.PublishStarted(Event event) -> sender.send(event, () -> {});
            case Effect.PublishDelayed _ -> throw new AssertionError("nothing here keeps an attempt waiting");
            case Effect.ArmTimeout(Duration left) ->
                alarms.add(new Alarm(clock.instant().plus(left), attempt));
            case Effect.RecordStop(StopCause cause) -> records.recordStop(attempt, cause);
            case Effect.Stop() -> executor.stop(attempt);
            case Effect.Stage(LaunchAttempt launch) -> tell(attempt, workbench.stage(launch));
            case Effect.EndLog() -> tell(attempt, new Occurrence.LogDelivered());
            case Effect.RecordFinish(AttemptFinished finish) -> records.recordFinish(finish);
            case Effect.SendFinish(AttemptFinished finish) ->
                sender.finished(finish, () -> tell(attempt, new Occurrence.Reported()));
            case Effect.RecordReported() -> records.recordReported(attempt);
            case Effect.Discard() -> workbench.discard(attempt);
            case Effect.Release() -> {
                // What ran leaves nothing behind here.
            }
            case Effect.Forget() -> {
                records.forget(attempt);
                runs.remove(attempt);
            }
        }
    }
}
