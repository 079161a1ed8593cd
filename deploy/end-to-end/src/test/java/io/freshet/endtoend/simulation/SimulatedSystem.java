package io.freshet.endtoend.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.event.InstanceState;
import io.freshet.servicekit.disk.DurableFiles;
import io.freshet.servicekit.disk.LocalDisk;
import io.freshet.servicekit.storage.ContentStore;
import io.freshet.servicekit.storage.StorageRoot;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** All parts of the control path, joined by a log and a storage root. */
final class SimulatedSystem {
    final SimulatedClock clock = new SimulatedClock();
    final SimulatedLog log = new SimulatedLog();
    final Referee referee = new Referee();
    final StorageRoot root;
    final ContentStore contents;
    final SimulatedFiles files;
    final SimulatedExecutor executor;
    private final Map<Component, Fault> components = new LinkedHashMap<>();
    private final List<StreamsTask> tasks = new ArrayList<>();
    private final List<PlannerRules> planners = new ArrayList<>();
    private final List<AdmissionRules> admissions = new ArrayList<>();
    private final SimulatedLauncher launcher;

    SimulatedSystem(Plan plan, Path directory) {
        root = new StorageRoot(directory);
        contents = new ContentStore(root, new DurableFiles(LocalDisk.UNSYNCED));
        files = new SimulatedFiles(root);
        executor = new SimulatedExecutor(plan, clock, referee);
        log.tell(referee);
        for (int partition : SimulatedLog.PARTITIONS) {
            add(
                    "planner",
                    partition,
                    plan,
                    (journal, name) -> {
                        PlannerRules rules = new PlannerRules(journal, plan.luck(name + " steps"), referee);
                        planners.add(rules);
                        return new PlannerTaskRules(partition, new CatalogRules(log, journal), rules, referee);
                    },
                    PlannerTaskRules.TOPICS);
            int slots = 1 + plan.luck("slots").nextInt(3);
            admissions.add(add(
                    "admission",
                    partition,
                    plan,
                    (journal, _) -> new AdmissionRules(journal, slots),
                    AdmissionRules.TOPICS));
        }
        launcher = new SimulatedLauncher(log, clock, executor, root, plan);
        components.put(launcher, Fault.LAUNCHER_CRASHES);
        components.put(new SimulatedWatcher(files, contents, log, clock, plan.luck("watcher")), Fault.WATCHER_CRASHES);
    }

    private interface RulesMaker<R> {
        R make(Journal journal, String name);
    }

    private <R extends StreamsTask.Rules> R add(
            String application, int partition, Plan plan, RulesMaker<R> maker, List<String> topics) {
        String name = application + "-" + partition;
        Journal journal = new Journal(new Fuse());
        R rules = maker.make(journal, name);
        SimulatedConsumer input = new SimulatedConsumer(log, topics, List.of(partition));
        StreamsTask task = new StreamsTask(name, rules, log, input, clock, plan.luck(name), journal);
        components.put(task, Fault.STREAMS_CRASHES);
        tasks.add(task);
        return rules;
    }

    /** All that can die, and what it is called when it does. */
    Map<Component, Fault> components() {
        return components;
    }

    /** When something is due next, if nothing else happens before; null: nothing is. */
    Instant nextDue() {
        return Stream.concat(
                        tasks.stream().map(StreamsTask::nextDue),
                        Stream.of(launcher).map(SimulatedLauncher::nextDue))
                .filter(Objects::nonNull)
                .min(Instant::compareTo)
                .orElse(null);
    }

    /** Whether something failed, was stopped, or could not be begun for that. */
    List<String> bad() {
        List<String> bad = new ArrayList<>();
        planners.forEach(planner -> planner.instances.rows().forEach((key, instance) -> {
            if (instance.state() == InstanceState.FAILED
                    || instance.state() == InstanceState.BLOCKED
                    || instance.state() == InstanceState.CANCELLED) {
                bad.add(key + " is " + instance.state());
            }
        }));
        return bad;
    }

    /** What must be so when nothing is left to do. */
    void checkRest() {
        for (PlannerRules planner : planners) {
            planner.instances.rows().forEach((key, instance) -> {
                assertTrue(instance.settled(), () -> key + " has not settled: " + instance);
                assertEquals(
                        0, instance.waits().pending() + instance.waits().holds(), () -> key + " waits: " + instance);
            });
            assertEquals(Map.of(), planner.runs.rows(), "open runs");
            assertEquals(Map.of(), planner.members.rows(), "members of runs");
            assertEquals(Map.of(), planner.holds.rows(), "held instances");
            assertEquals(Map.of(), planner.continuations.rows(), "work that was left for later");
            assertEquals(Map.of(), planner.inbox.rows(), "events that were kept for later");
        }
        for (AdmissionRules admission : admissions) {
            assertEquals(Map.of(), admission.queued.rows(), "attempts that wait for a slot");
            assertEquals(Map.of(), admission.launched.rows(), "attempts that hold a slot");
        }
        assertEquals(0, executor.running(), "processes");
        assertEquals(List.of(), launcher.open(false), "attempts that the launcher is not done with");
        assertEquals(List.of(), launcher.open(true), "attempts on record as not done with");
        referee.checkRest();
    }
}
