package io.freshet.endtoend.simulation;

import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.contracts.event.Usage;
import io.freshet.contracts.spec.FailureKind;
import io.freshet.endtoend.simulation.Component.Step;
import io.freshet.launcher.dataplane.AttemptView;
import io.freshet.launcher.domain.Occurrence;
import io.freshet.launcher.domain.ProcessEnd;
import io.freshet.launcher.domain.StartedProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The processes of attempts. They live on when their launcher dies, and tell the next one what became of them. */
final class SimulatedExecutor {
    private static final class Child {
        final LaunchAttempt launch;
        final AttemptView view;
        final StartedProcess started;
        Consumer<Occurrence> listener;
        boolean stopped;
        Occurrence.Ended end;

        Child(LaunchAttempt launch, AttemptView view, StartedProcess started, Consumer<Occurrence> listener) {
            this.launch = launch;
            this.view = view;
            this.started = started;
            this.listener = listener;
        }

        void attach(Consumer<Occurrence> next) {
            listener = next;
            next.accept(new Occurrence.Started(started, null));
            if (end != null) {
                next.accept(end);
            }
        }
    }

    private final Map<String, Child> processes = new TreeMap<>();
    private final Plan plan;
    private final InstantSource clock;
    private final Referee referee;
    private boolean failing = true;

    SimulatedExecutor(Plan plan, InstantSource clock, Referee referee) {
        this.referee = referee;
        this.plan = plan;
        this.clock = clock;
    }

    /** From now on everything succeeds. */
    void calm() {
        failing = false;
    }

    void start(LaunchAttempt launch, AttemptView view, Consumer<Occurrence> listener) {
        Child known = processes.get(launch.attempt());
        if (known != null) {
            known.attach(listener);
        } else if (failing && plan.has(Fault.FAILURES) && fate(launch, "start").nextInt(100) < 3) {
            listener.accept(new Occurrence.Refused(FailureKind.LAUNCH, "no process for it", null));
        } else {
            Child child = new Child(launch, view, new StartedProcess("host", "1", "user", clock.instant()), listener);
            referee.begins(launch.attempt());
            processes.put(launch.attempt(), child);
            child.attach(listener);
        }
    }

    void resume(LaunchAttempt launch, Consumer<Occurrence> listener) {
        Child known = processes.get(launch.attempt());
        if (known == null) {
            listener.accept(new Occurrence.NotBegun());
        } else {
            known.attach(listener);
        }
    }

    void stop(String attempt) {
        Child child = processes.get(attempt);
        if (child != null) {
            child.stopped = true;
        }
    }

    /** Nobody listens to the processes any more. */
    void detach() {
        processes.values().forEach(child -> child.listener = _ -> {});
    }

    /** How many run. */
    long running() {
        return processes.values().stream().filter(child -> child.end == null).count();
    }

    void offer(Consumer<Step> steps) {
        processes.forEach((attempt, child) -> {
            if (child.end == null && (child.stopped || !hangs(child.launch))) {
                steps.accept(new Step("process " + attempt + " ends", () -> end(child)));
            }
        });
    }

    private boolean hangs(LaunchAttempt launch) {
        return failing && plan.has(Fault.FAILURES) && fate(launch, "hang").nextInt(100) < 2;
    }

    private void end(Child child) {
        child.end = new Occurrence.Ended(howItEnds(child), Usage.UNKNOWN, clock.instant());
        child.listener.accept(child.end);
    }

    private ProcessEnd howItEnds(Child child) {
        Random fate = fate(child.launch, "end");
        boolean stubborn = plan.has(Fault.ZOMBIES) && fate.nextInt(100) < 40;
        if (child.stopped && !stubborn) {
            return new ProcessEnd.Exited(143, false);
        }
        int dice = fate.nextInt(100);
        if (failing && plan.has(Fault.LOSSES) && dice < 8) {
            return new ProcessEnd.Vanished();
        }
        if (failing && plan.has(Fault.FAILURES) && dice < 20) {
            return new ProcessEnd.Exited(dice < 11 ? 137 : 1, dice < 11);
        }
        try {
            SimulatedTask.run(child.launch.work(), child.view);
            if (failing && plan.has(Fault.FAILURES) && dice < 23) {
                // No plain file: its check fails.
                Path link = child.view
                        .out(child.launch.work().outputs().getFirst().name())
                        .resolve("link");
                Files.createSymbolicLink(link, Path.of("elsewhere"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ProcessEnd.Exited(0, false);
    }

    private Random fate(LaunchAttempt launch, String purpose) {
        return plan.luck(launch.attempt() + purpose);
    }
}
