package io.freshet.planner.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.TaskEvent.RunForecast;
import io.freshet.contracts.event.TaskEvent.RunForecast.TaskForecast;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.PartitionOrder;
import io.freshet.contracts.spec.RunSettings;
import io.freshet.planner.domain.instance.Instance;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A run that is only tried. */
class DryRunTest {
    private static final int SITES = 250;

    private final World world = new World();

    @Test
    void says_what_would_run_and_does_nothing_of_it() {
        deploy();
        Map<String, Instance> before = world.instances();
        int told = world.emitted.size();

        RunForecast forecast = ask(true, List.of("make"));

        assertEquals(
                List.of("make " + SITES + " 0 0", "sum 0 1 0"),
                forecast.tasks().stream().map(DryRunTest::line).toList());
        assertEquals(true, forecast.complete());
        assertEquals(before, world.instances());
        assertEquals(List.of(forecast), world.emitted.subList(told, world.emitted.size()));
        assertEquals(List.<Event>of(), List.copyOf(world.live.values()));
        assertEquals(20, forecast.tasks().getFirst().examples().size());
    }

    @Test
    void says_what_is_up_to_date() {
        deploy();

        assertEquals(
                List.of("make 0 0 " + SITES, "sum 0 0 1"),
                ask(false, List.of()).tasks().stream().map(DryRunTest::line).toList());
    }

    @Test
    void the_real_run_then_does_what_was_said() {
        deploy();
        ask(true, List.of());

        world.request(List.of(), Map.of(), true);
        world.settleLog();

        assertEquals(SITES, world.live.size());
        world.drain();
    }

    private RunForecast ask(boolean force, List<String> tasks) {
        world.request(world.evaluate(
                world.cause(Cause.Kind.REQUESTED),
                tasks,
                new RunSettings(force, true, Map.of(), PartitionOrder.NEWEST_FIRST, null)));
        return world.all(RunForecast.class).getLast();
    }

    private void deploy() {
        world.deploy(new Specs()
                .dataset("raw", "{site}.csv")
                .dataset("made", "{site}.csv")
                .dataset("total", Specs.WHOLE)
                .task("make", List.of("raw"), "made")
                .task("sum", List.of("made"), "total")
                .build(world.workflow, 1));
        Map<PartitionKey, PartitionVersion> changes = new LinkedHashMap<>();
        for (int i = 0; i < SITES; i++) {
            changes.put(PartitionKey.of(Map.of("site", "s" + i)), new PartitionVersion(Sha256.of("x" + i), 1, 1));
        }
        world.write("raw", changes, 1_000);
        world.drain();
    }

    private static String line(TaskForecast task) {
        return "%s %d %d %d".formatted(task.task(), task.willRun(), task.mayRun(), task.skipped());
    }
}
