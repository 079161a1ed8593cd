package io.freshet.endtoend.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.freshet.endtoend.simulation.Component.Step;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Plays one story: picks, by luck, what happens next, and when somebody dies. */
final class Simulation {
    private static final int MOST_STEPS = 50_000;
    private static final int TOLD = 60;
    private static final int SHORT_INTERLUDE = 30;
    private static final int LONG_INTERLUDE = 400;

    private final Plan plan;
    private final Path directory;
    private final SimulatedSystem system;
    private final Random luck;
    private final Random deaths;
    private final Map<Component, Integer> paused = new HashMap<>();
    private final List<String> told = new ArrayList<>();
    private boolean calm;
    private int steps;

    Simulation(Plan plan, Path directory) {
        this.plan = plan;
        this.directory = directory;
        this.system = new SimulatedSystem(plan, directory.resolve("played"));
        this.luck = plan.luck("order");
        this.deaths = plan.luck("deaths");
    }

    /** Plays it, and checks on the way and at the end. */
    void play() {
        Story story = new Story(plan, system);
        story.begin();
        interlude(plan.luck("interlude 0"));
        while (story.hasMore()) {
            told.add("the story goes on");
            story.next();
            interlude(plan.luck("interlude " + story.acts()));
        }
        beCalm();
        story.restore();
        rest();
        if (!system.bad().isEmpty()) {
            story.repair();
            rest();
        }
        assertEquals(List.of(), system.bad(), "what was repaired");
        CleanRun.of(plan, story, system, directory.resolve("clean")).compare(system);
    }

    /** What happens between two acts: sometimes hardly anything, sometimes all that there is. */
    private void interlude(Random length) {
        int most = length.nextInt(length.nextInt(4) == 0 ? LONG_INTERLUDE : SHORT_INTERLUDE);
        for (int i = 0; i < most && happen(); i++) {
            system.clock.advance(Duration.ofMillis(luck.nextInt(15) == 0 ? luck.nextInt(3_000) : luck.nextInt(20)));
        }
    }

    /** From now on nothing goes wrong any more. */
    void beCalm() {
        calm = true;
        paused.clear();
        system.executor.calm();
        system.components().keySet().forEach(component -> component.fuse().putOut());
    }

    /** Lets happen all that is left to happen. */
    void rest() {
        int until = steps + MOST_STEPS;
        while (happen()) {
            if (steps > until) {
                throw new AssertionError("it does not come to rest");
            }
        }
        system.checkRest();
    }

    SimulatedSystem system() {
        return system;
    }

    /** How often what happened. */
    Map<String, Integer> figures() {
        return system.referee.figures();
    }

    /** The last of what happened, for people. */
    String told() {
        return "%d steps, at last:%n%s"
                .formatted(told.size(), String.join("\n", told.subList(Math.max(0, told.size() - TOLD), told.size())));
    }

    private boolean happen() {
        steps++;
        List<Component> ready = new ArrayList<>();
        List<List<Step>> possible = new ArrayList<>();
        for (Component component : system.components().keySet()) {
            List<Step> offered = new ArrayList<>();
            if (!isPaused(component)) {
                component.offer(offered::add);
            }
            if (!offered.isEmpty()) {
                ready.add(component);
                possible.add(offered);
            }
        }
        List<Step> processes = new ArrayList<>();
        system.executor.offer(processes::add);
        if (!processes.isEmpty()) {
            possible.add(processes);
        }
        if (possible.isEmpty()) {
            return letTimePass();
        }
        int who = luck.nextInt(possible.size());
        Step step = possible.get(who).get(luck.nextInt(possible.get(who).size()));
        if (who == ready.size()) {
            told.add(step.what());
            step.happen().run();
        } else {
            happen(ready.get(who), step);
        }
        return true;
    }

    private void happen(Component component, Step step) {
        told.add(component.name() + " " + step.what());
        if (!calm) {
            interfere(component);
        }
        try {
            step.happen().run();
        } catch (SimulatedCrash crash) {
            told.add(component.name() + " dies");
            system.referee.count("deaths of " + component.name());
            component.restart();
        }
    }

    private void interfere(Component component) {
        int dice = deaths.nextInt(100);
        Fault death = system.components().get(component);
        // The watcher does little, so it has few occasions.
        if (dice < (death == Fault.WATCHER_CRASHES ? 20 : 5) && plan.has(death)) {
            component.fuse().light(deaths.nextInt(death == Fault.WATCHER_CRASHES ? 2 : 12));
        } else if (dice > 97 && plan.has(Fault.PAUSES)) {
            paused.put(component, steps + deaths.nextInt(60));
        }
    }

    private boolean isPaused(Component component) {
        return !calm && paused.getOrDefault(component, 0) > steps;
    }

    private boolean letTimePass() {
        Instant due = system.nextDue();
        if (due == null || !due.isAfter(system.clock.instant())) {
            return paused.values().stream().anyMatch(until -> until > steps);
        }
        system.clock.reach(due);
        return true;
    }
}
