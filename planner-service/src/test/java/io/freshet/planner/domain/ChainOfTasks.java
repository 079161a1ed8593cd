package io.freshet.planner.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.event.RunFinished;
import io.freshet.contracts.event.TaskEvent.RunStarted;
import io.freshet.contracts.event.TaskEvent.StateChanged;
import io.freshet.contracts.partition.PartitionKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A workflow of four tasks in a row, of days and months of sites, and what a test does with it. */
abstract class ChainOfTasks {
    final World world = new World();
    int versions;

    static Specs chain() {
        return new Specs()
                .dataset("raw", "{site}/{date:yyyy-MM-dd}.csv")
                .dataset("cleaned", "{site}/{date:yyyy-MM-dd}.csv")
                .dataset("days", "{date:yyyy-MM-dd}.csv")
                .dataset("months", "{date:yyyy-MM}.csv")
                .dataset("reports", Specs.WHOLE)
                .task("clean", List.of("raw"), "cleaned")
                .task("daily", List.of("cleaned"), "days")
                .task("monthly", List.of("days"), "months")
                .task("report", List.of("months"), "reports");
    }

    void deploy(Specs specs) {
        versions++;
        world.deploy(specs.build(world.workflow, versions));
    }

    void writeDays(String dataset, String site, int... days) {
        Map<PartitionKey, PartitionVersion> changes = new LinkedHashMap<>();
        for (int day : days) {
            changes.put(day(site, day), version("first"));
        }
        world.write(dataset, changes, 2);
    }

    void write(String dataset, PartitionKey partition, String content) {
        world.write(dataset, Map.of(partition, version(content)), 10);
    }

    static PartitionVersion version(String content) {
        return new PartitionVersion(Sha256.of(content), 1, content.length());
    }

    static PartitionKey day(String site, int day) {
        return PartitionKey.of("site", site, "date", "2026-01-%02d".formatted(day));
    }

    String onlyAttempt() {
        assertEquals(1, world.live.size());
        return world.live.keySet().iterator().next();
    }

    InstanceState state(String task, PartitionKey partition) {
        return world.instance(task, partition).state();
    }

    StateChanged last() {
        return world.all(StateChanged.class).getLast();
    }

    RunFinished lastRun() {
        return world.all(RunFinished.class).getLast();
    }

    List<TaskReady> readySince(int from) {
        return world.emitted.subList(from, world.emitted.size()).stream()
                .filter(TaskReady.class::isInstance)
                .map(TaskReady.class::cast)
                .toList();
    }

    Map<String, Long> launches(int from) {
        Map<String, Long> launches = new LinkedHashMap<>();
        readySince(from).forEach(ready -> launches.merge(ready.instance().task(), 1L, Long::sum));
        return launches;
    }

    void assertEveryRunFinished() {
        assertEquals(
                world.all(RunStarted.class).stream()
                        .map(RunStarted::run)
                        .sorted()
                        .toList(),
                world.all(RunFinished.class).stream()
                        .map(RunFinished::run)
                        .sorted()
                        .toList());
    }
}
