package io.freshet.planner.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.CatalogSubscription;
import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.PartitionKey;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A namespace that reads through to its parent what it has none of its own of. */
class ReadThroughTest {
    private final World world = new World();

    @Test
    void reads_the_parents_dataset_live_and_writes_only_its_own() {
        world.deploy(specs().readFrom("raw", "base").build(world.workflow, 1));
        world.settleLog();
        write("1");
        world.drain();

        TaskReady first = world.all(TaskReady.class).getLast();
        assertEquals(
                new DatasetRef("base", "raw"), first.work().inputs().getFirst().dataset());
        assertEquals(
                new DatasetRef("prod", "made"),
                first.work().outputs().getFirst().dataset());
        write("2");
        world.drain();
        assertEquals(2, world.all(TaskReady.class).size());
        assertTrue(world.all(FileChanges.class).stream()
                .allMatch(changes -> changes.dataset().namespace().equals("prod")));
    }

    @Test
    void once_it_has_its_own_the_parents_counts_no_longer() {
        world.deploy(specs().readFrom("raw", "base").build(world.workflow, 1));
        world.settleLog();
        write("parent");
        world.drain();

        world.deploy(specs().build(world.workflow, 2));
        world.drain();
        assertEquals(
                List.of("Subscribed base/raw", "Unsubscribed base/raw", "Subscribed prod/raw"),
                world.all(CatalogSubscription.class).stream()
                        .filter(event -> event.dataset().dataset().equals("raw"))
                        .map(event -> event.getClass().getSimpleName() + " " + event.dataset())
                        .toList());
        int before = world.all(TaskReady.class).size();
        write("own");
        world.drain();

        TaskReady last = world.all(TaskReady.class).getLast();
        assertEquals(before + 1, world.all(TaskReady.class).size());
        assertEquals(
                new DatasetRef("prod", "raw"), last.work().inputs().getFirst().dataset());
        assertEquals(
                Sha256.of("own"),
                last.work().inputs().getFirst().partitions().getFirst().fingerprint());
    }

    private static Specs specs() {
        return new Specs()
                .dataset("raw", Specs.WHOLE)
                .dataset("made", Specs.WHOLE)
                .task("make", List.of("raw"), "made");
    }

    private void write(String content) {
        world.write("raw", Map.of(PartitionKey.NONE, new PartitionVersion(Sha256.of(content), 1, 1)), 1);
    }
}
