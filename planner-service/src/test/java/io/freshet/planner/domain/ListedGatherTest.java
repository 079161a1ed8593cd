package io.freshet.planner.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.AttemptSpec;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.event.TaskEvent.StateChanged;
import io.freshet.contracts.id.DerivedId;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.FailureKind;
import io.freshet.contracts.spec.InputSpec;
import io.freshet.contracts.spec.PaceSpec;
import io.freshet.contracts.spec.RunSettings;
import io.freshet.contracts.spec.TaskSpec;
import io.freshet.planner.domain.instance.Instance;
import io.freshet.planner.domain.model.ListBounds;
import io.freshet.planner.domain.model.StepLimits;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A gather of more partitions than an order names. */
class ListedGatherTest {
    private static final int SITES = 5_000;

    private final World world = new World();

    @Test
    void a_run_that_is_cancelled_before_anything_was_listed_leaves_an_instance_that_waits_waiting() {
        World small = new World(new StepLimits(1, 1, 1, 1).with(new ListBounds(0, 1, 1, 20, 3)));
        small.write("seed", Map.of(PartitionKey.NONE, new PartitionVersion(Sha256.of("seed"), 1, 1)), 1);
        small.deploy(new Specs()
                .dataset("seed", Specs.WHOLE)
                .dataset("raw", "{site}.csv")
                .dataset("total", Specs.WHOLE)
                .task("sum", List.of("seed", "raw"), "total")
                .build(small.workflow, 1));
        small.settleLog(1);
        assertEquals(
                InstanceState.WAITING, small.instance("sum", PartitionKey.NONE).state());

        Cause cause = small.cause(Cause.Kind.REQUESTED);
        small.request(small.evaluate(cause, List.of(), RunSettings.FORCED));
        small.cancel(new RunRequest.Cancel(
                small.workflow, DerivedId.run(small.workflow, cause.id()), null, "bob", small.now));
        small.settleLog(1);

        assertEquals(
                InstanceState.WAITING, small.instance("sum", PartitionKey.NONE).state());
    }

    @Test
    void reads_all_of_its_partitions_from_chunks_that_were_sent_before() {
        gather(SITES);

        AttemptSpec.Input input = lastInput();
        assertEquals(SITES, input.list() == null ? 0 : input.list().partitions());
        assertEquals(
                new TreeMap<>(world.files.get("raw")).keySet().stream().toList(),
                world.sentLists.partitions(input).stream()
                        .map(AttemptSpec.InputPartition::partition)
                        .sorted()
                        .toList());
        assertTrue(world.sentLists.sent.size() < SITES / 100, "chunks of some hundreds");
    }

    @Test
    void sends_one_chunk_anew_when_one_of_its_partitions_changes() {
        gather(SITES);
        for (int change = 0; change < 20; change++) {
            int chunks = world.sentLists.sent.size();
            write(site(change * 211), "changed " + change);
            world.drain();

            assertEquals(1, world.sentLists.sent.size() - chunks);
            assertNotNull(lastInput().list());
        }
        assertEquals(21, world.all(TaskReady.class).size());
    }

    @Test
    void reads_no_more_than_what_changed_and_the_chunks() {
        gather(SITES);
        long before = world.counted.get();
        write(site(17), "changed");
        world.drain();

        long rows = world.counted.get() - before;
        assertTrue(rows < SITES, () -> rows + " rows were touched");
    }

    @Test
    void looks_for_what_it_expects_and_at_nothing_else() {
        deploy(expecting(List.of("s000003", "never")));
        writeAll(SITES);
        world.drain();
        long before = world.counted.get();
        write(site(17), "changed");
        world.drain();

        long rows = world.counted.get() - before;
        assertTrue(rows < SITES / 2, () -> rows + " rows were touched");
        Instance waiting = world.instance("sum", PartitionKey.NONE);
        assertEquals(InstanceState.WAITING, waiting.state());
        assertEquals(
                List.of("raw/site=never"),
                world.all(StateChanged.class).getLast().missing());

        write(PartitionKey.of("site", "never"), "first");
        world.drain();

        assertEquals(
                InstanceState.SUCCEEDED,
                world.instance("sum", PartitionKey.NONE).state());
    }

    @Test
    void names_its_partitions_again_when_few_are_left() {
        gather(AttemptSpec.Input.MAX_INLINE + 1);
        assertNotNull(lastInput().list());

        delete(site(3));
        world.drain();

        assertNull(lastInput().list());
        assertEquals(AttemptSpec.Input.MAX_INLINE, lastInput().partitions().size());
    }

    @Test
    void lists_the_same_content_as_before_under_the_same_hash_and_does_not_run() {
        gather(SITES);
        AttemptSpec.ListRef first = lastInput().list();
        write(site(7), "changed");
        world.drain();
        write(site(7), "first");
        world.drain();
        assertEquals(first, lastInput().list());

        int runs = world.all(TaskReady.class).size();
        world.request(List.of("sum"), Map.of(), false);
        world.drain();
        assertEquals(runs, world.all(TaskReady.class).size());
    }

    @Test
    void has_one_action_key_whether_it_is_read_at_once_or_in_parts() {
        AttemptSpec atOnce = monthly(PaceSpec.AT_ONCE);
        AttemptSpec inParts = monthly(new PaceSpec(null, null, SITES));

        assertNotNull(atOnce.inputs().getFirst().list());
        assertEquals(atOnce.inputs(), inParts.inputs());
        assertEquals(atOnce.actionKey(), inParts.actionKey());
    }

    /** The order for a month that reads two months of days of many sites, so that lists of two keys meet. */
    private static AttemptSpec monthly(PaceSpec pace) {
        World world = new World();
        Specs specs = new Specs().dataset("raw", "{site}/{date:yyyy-MM-dd}.csv").dataset("sums", "{date:yyyy-MM}.csv");
        InputSpec twoMonths =
                new InputSpec("raw", "raw", false, Map.of("date", 2), Map.of(), Map.of(), null, null, pace);
        specs.task("sum", List.of(twoMonths), List.of("sums"), Specs.retries(0), TaskSpec.OnChange.QUEUE, "1");
        Map<PartitionKey, PartitionVersion> files = new TreeMap<>();
        for (int site = 0; site < SITES / 10; site++) {
            for (String date : List.of("2026-01-01", "2026-01-02", "2026-02-01")) {
                files.put(PartitionKey.of("site", "s%06d".formatted(site), "date", date), version("first"));
            }
        }
        world.write("raw", files, 1_000);
        world.deploy(specs.build(world.workflow, 1));
        world.drain();
        return world.all(TaskReady.class).stream()
                .filter(ready -> ready.instance().partition().equals(PartitionKey.of("date", "2026-02")))
                .toList()
                .getLast()
                .work();
    }

    @Test
    void sends_everything_again_when_the_list_did_not_reach_the_launcher() {
        deploy();
        writeAll(SITES);
        world.settleLog();
        int chunks = world.sentLists.sent.size();
        TaskReady ready = world.all(TaskReady.class).getLast();

        assertTrue(world.fail(ready.attempt(), FailureKind.INPUT_LIST_MISSING));
        world.settleLog();

        assertEquals(2 * chunks, world.sentLists.sent.size());
        assertEquals(
                ready.work().inputs(),
                world.all(TaskReady.class).getLast().work().inputs());
        world.drain();
        assertEquals(
                InstanceState.SUCCEEDED,
                world.instance("sum", PartitionKey.NONE).state());
    }

    private void gather(int sites) {
        deploy();
        writeAll(sites);
        world.drain();
        assertEquals(1, world.all(TaskReady.class).size(), "once, when the batch is complete");
    }

    private void deploy() {
        deploy(Specs.input("raw"));
    }

    private static InputSpec expecting(List<String> sites) {
        return new InputSpec(
                "raw", "raw", false, Map.of(), Map.of(), Map.of("site", sites), null, null, PaceSpec.AT_ONCE);
    }

    private void deploy(InputSpec input) {
        Specs specs = new Specs().dataset("raw", "{site}.csv").dataset("sums", "sum.csv");
        specs.task("sum", List.of(input), List.of("sums"), Specs.retries(0), TaskSpec.OnChange.QUEUE, "1");
        world.deploy(specs.build(world.workflow, 1));
        world.drain();
    }

    private void writeAll(int sites) {
        Map<PartitionKey, PartitionVersion> all = new TreeMap<>();
        for (int site = 0; site < sites; site++) {
            all.put(site(site), version("first"));
        }
        world.write("raw", all, 1_000);
    }

    private void write(PartitionKey partition, String content) {
        world.write("raw", Map.of(partition, version(content)), 10);
    }

    private void delete(PartitionKey partition) {
        Map<PartitionKey, PartitionVersion> deletion = new TreeMap<>();
        deletion.put(partition, null);
        world.write("raw", deletion, 10);
    }

    private static PartitionVersion version(String content) {
        return new PartitionVersion(Sha256.of(content), 1, content.length());
    }

    private static PartitionKey site(int number) {
        return PartitionKey.of("site", "s%06d".formatted(number));
    }

    private AttemptSpec.Input lastInput() {
        return world.all(TaskReady.class).getLast().work().inputs().getFirst();
    }
}
