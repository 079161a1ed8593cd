package io.freshet.planner.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.Outcome;
import io.freshet.contracts.event.Outcome.OutputPartition;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.event.TaskEvent.StateChanged;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.FailureKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who reads what a task writes any number of partitions of waits for every instance that may still write some. */
class FanOutTest {
    private static final DatasetRef PARTS = new DatasetRef("prod", "parts");

    private final World world = new World();

    @BeforeEach
    void deploy() {
        world.observers.addAll(Invariants.all());
        world.deploy(new Specs()
                .dataset("raw", "{date:yyyy-MM-dd}/{site}.csv")
                .dataset("parts", "{date:yyyy-MM-dd}/{site}/{part}.csv")
                .dataset("daily", "{date:yyyy-MM-dd}.csv")
                .dataset("monthly", "{date:yyyy-MM}.csv")
                .task("split", List.of("raw"), "parts")
                .task("sum", List.of("parts"), "daily")
                .task("month", List.of("daily"), "monthly")
                .build(world.workflow, 1));
        world.settleLog();
    }

    @Test
    void a_join_runs_once_when_all_that_may_write_for_it_have_ended() {
        write("1", "a", "b");

        split("a", "1", "2");

        assertEquals(
                List.of("split"),
                world.live.values().stream().map(FanOutTest::task).toList());
        assertEquals(Reason.UPSTREAM_PENDING, last("sum").reason());

        split("b", "1");

        TaskReady sum = only();
        assertEquals("sum", task(sum));
        assertEquals(3, sum.work().inputs().getFirst().partitions().size());
        world.drain();
        assertEquals(1, readies("sum"));
        assertEquals(1, readies("month"));
    }

    @Test
    void a_failure_that_never_wrote_anything_holds_back_what_would_read_it() {
        write("1", "a", "b");
        split("a", "1");

        world.fail(attempt("b"), FailureKind.EXIT);

        assertEquals(InstanceState.BLOCKED, last("sum").state());
        assertEquals(InstanceState.BLOCKED, last("month").state());
        assertEquals(0, readies("sum"));

        write("2", "b");
        split("b", "1");

        world.drain();
        assertEquals(InstanceState.SUCCEEDED, last("sum").state());
    }

    @Test
    void who_writes_nothing_holds_up_nobody() {
        write("1", "a", "b");
        split("a", "1");

        split("b");

        assertEquals(1, only().work().inputs().getFirst().partitions().size());
    }

    @Test
    void what_nobody_wrote_for_waits() {
        write("1", "a");

        split("a");

        assertEquals(InstanceState.WAITING, last("sum").state());
        assertEquals(Reason.MISSING_INPUT, last("sum").reason());
    }

    @Test
    void what_is_split_of_a_file_that_is_gone_is_forgotten_with_its_readers() {
        write("1", "a");
        split("a", "1");
        world.drain();

        world.write("raw", deletion(), 10);
        world.settleLog();
        world.drain();

        assertEquals(Map.of(), world.instances());
    }

    private void write(String content, String... sites) {
        Map<PartitionKey, PartitionVersion> changes = new LinkedHashMap<>();
        for (String site : sites) {
            changes.put(of(site), version(content + site));
        }
        world.write("raw", changes, 10);
        world.settleLog();
    }

    private static Map<PartitionKey, PartitionVersion> deletion() {
        Map<PartitionKey, PartitionVersion> deletion = new LinkedHashMap<>();
        deletion.put(of("a"), null);
        return deletion;
    }

    private void split(String site, String... parts) {
        List<OutputPartition> outputs = List.of(parts).stream()
                .map(part -> new OutputPartition(
                        PARTS,
                        PartitionKey.parse("%s/part=%s".formatted(of(site), part)),
                        version(site + part + attempt(site))))
                .toList();
        world.finish(attempt(site), new Outcome.Succeeded(outputs, Map.of(), null));
        world.settleLog();
    }

    private static PartitionVersion version(String content) {
        return new PartitionVersion(Sha256.of(content), 1, 1);
    }

    private static PartitionKey of(String site) {
        return PartitionKey.parse("date=2026-01-05/site=" + site);
    }

    private String attempt(String site) {
        return world.live.values().stream()
                .filter(ready -> ready.instance().partition().equals(of(site)))
                .findFirst()
                .orElseThrow()
                .attempt();
    }

    private TaskReady only() {
        assertEquals(1, world.live.size(), world.live::toString);
        return world.live.values().iterator().next();
    }

    private static String task(TaskReady ready) {
        return ready.instance().task();
    }

    private long readies(String task) {
        return world.all(TaskReady.class).stream()
                .filter(ready -> task(ready).equals(task))
                .count();
    }

    private StateChanged last(String task) {
        return world.all(StateChanged.class).stream()
                .filter(change -> change.instance().task().equals(task))
                .reduce((_, later) -> later)
                .orElseThrow();
    }
}
