package io.freshet.planner.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.Batch;
import io.freshet.contracts.event.CatalogSubscription.Subscribed;
import io.freshet.contracts.event.CatalogSubscription.Unsubscribed;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.DatasetRemovalRequested;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.event.PartitionChange;
import io.freshet.contracts.event.PartitionsChanged;
import io.freshet.contracts.event.ProducedBy;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.planner.domain.catalog.CatalogTables;
import io.freshet.planner.domain.catalog.DatasetCatalog;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Removing what nobody produces any more: in steps, once, and never what somebody reads, produces or watches again. */
class DatasetRemovalTest {
    private static final DatasetRef MADE = new DatasetRef("prod", "made");
    private static final WorkflowRef READER = new WorkflowRef("prod", "reader");
    private static final ProducedBy BY_TASK =
            new ProducedBy(InstanceRef.parse("prod/flow/make/n=0"), "make-1", "123456789012345678901234");

    private final List<Event> sent = new ArrayList<>();
    private final CatalogTables tables = MemoryTable.catalog();
    private long offsets;
    private DatasetCatalog catalog = new DatasetCatalog(tables, 10, sent::add);

    @Test
    void removes_all_partitions_in_steps_and_announces_each_once() {
        produce(0, 35);

        assertTrue(catalog.removal(request(1)));
        proceed();

        List<FileChanges> parts = removals();
        assertEquals(
                List.of(10, 10, 10, 5),
                parts.stream().map(part -> part.changes().size()).toList());
        Set<PartitionKey> gone = new TreeSet<>();
        parts.forEach(part -> part.changes().forEach(change -> {
            assertNull(change.after());
            assertTrue(gone.add(change.partition()), change::toString);
        }));
        assertEquals(35, gone.size());
        assertEquals(4, parts.stream().map(part -> part.batch().id()).distinct().count());
        assertTrue(parts.stream()
                .allMatch(part -> part.batch().last() && part.path().equals("data/made")));
        assertEquals(
                Set.of(ProducedBy.BY_NO_TASK),
                Set.copyOf(parts.stream().map(FileChanges::produced).toList()));
        assertEquals(List.of(), tables.partitions().keys(""));
    }

    @Test
    void hears_of_its_own_removal_without_an_effect() {
        produce(0, 3);
        catalog.removal(request(1));
        proceed();
        FileChanges removed = removals().getFirst();
        sent.clear();

        catalog.changed(removed, offsets++, Specs.START);

        assertEquals(List.of(), sent);
        assertFalse(catalog.isUnfinished());
    }

    @Test
    void does_nothing_when_nothing_is_left() {
        catalog.removal(request(1));
        proceed();

        assertEquals(List.of(), sent);
        assertFalse(catalog.isUnfinished());
    }

    @Test
    void a_request_that_is_read_again_takes_nothing_from_who_produces_the_dataset_since() {
        produce(0, 3);
        catalog.removal(request(1));
        catalog.removal(request(2));
        proceed();
        produce(5, 7);

        catalog.removal(request(1));
        catalog.removal(request(2));
        proceed();

        assertEquals(2, tables.partitions().keys("").size());
    }

    @Test
    void a_later_request_removes_what_came_since() {
        produce(0, 3);
        catalog.removal(request(1));
        proceed();
        produce(5, 7);

        catalog.removal(request(2));
        proceed();

        assertEquals(List.of(), tables.partitions().keys(""));
    }

    @Test
    void waits_for_the_last_reader_to_go() {
        produce(0, 3);
        subscribe();
        proceed();

        catalog.removal(request(1));
        assertFalse(catalog.isUnfinished());
        proceed();
        assertEquals(3, tables.partitions().keys("").size());
        catalog.subscription(new Unsubscribed(MADE, READER, Specs.START), Specs.START);
        assertTrue(catalog.isUnfinished());
        proceed();

        assertEquals(List.of(), tables.partitions().keys(""));
    }

    @Test
    void who_subscribes_meanwhile_keeps_what_is_still_there() {
        produce(0, 35);
        catalog.removal(request(1));
        catalog.proceed(Specs.START);
        sent.clear();

        subscribe();
        proceed();

        assertEquals(25, tables.partitions().keys("").size());
        assertEquals(List.of(), removals());
        assertEquals(
                25,
                sent.stream()
                        .mapToInt(part -> ((PartitionsChanged) part).changes().size())
                        .sum());
    }

    @Test
    void leaves_what_a_watcher_has_reported_since() {
        produce(0, 3);
        change(List.of(added(1)), null);

        assertFalse(catalog.removal(request(1)));
        proceed();

        assertEquals(3, tables.partitions().keys("").size());
        produce(1, 2);
        assertTrue(catalog.removal(request(2)));
    }

    @Test
    void goes_on_after_a_restart() {
        produce(0, 35);
        catalog.removal(request(1));
        catalog.proceed(Specs.START);

        catalog = new DatasetCatalog(tables, 10, sent::add);
        proceed();

        assertEquals(List.of(), tables.partitions().keys(""));
        assertEquals(4, removals().size());
        catalog = new DatasetCatalog(tables, 10, sent::add);
        assertFalse(catalog.isUnfinished());
    }

    @Test
    void a_removal_that_is_given_up_leaves_the_rest() {
        produce(0, 35);
        catalog.removal(request(1));
        catalog.proceed(Specs.START);

        catalog.giveUp(catalog.next());

        assertFalse(catalog.isUnfinished());
        assertEquals(25, tables.partitions().keys("").size());
    }

    private List<FileChanges> removals() {
        return sent.stream()
                .filter(FileChanges.class::isInstance)
                .map(FileChanges.class::cast)
                .toList();
    }

    private void proceed() {
        while (catalog.isUnfinished()) {
            catalog.proceed(Specs.START);
        }
    }

    private void produce(int from, int to) {
        List<PartitionChange> made = new ArrayList<>();
        for (int number = from; number < to; number++) {
            made.add(added(number));
        }
        change(made, BY_TASK);
    }

    private void change(List<PartitionChange> changes, ProducedBy produced) {
        catalog.changed(
                new FileChanges(
                        MADE, "data/made", "{n}", cause("made"), Batch.single("made"), changes, produced, Specs.START),
                offsets++,
                Specs.START);
    }

    private void subscribe() {
        catalog.subscription(new Subscribed(MADE, READER, cause("deploy"), Specs.START), Specs.START);
    }

    private static PartitionChange added(int number) {
        return new PartitionChange(
                PartitionKey.of("n", "%04d".formatted(number)), null, new PartitionVersion(Sha256.of("x"), 1, 1));
    }

    private static DatasetRemovalRequested request(long number) {
        return new DatasetRemovalRequested(
                MADE, "data/made", "{n}", number, cause("removal" + number), "alice", Specs.START);
    }

    private static Cause cause(String id) {
        return new Cause(id, Cause.Kind.REQUESTED, Specs.START, id);
    }
}
