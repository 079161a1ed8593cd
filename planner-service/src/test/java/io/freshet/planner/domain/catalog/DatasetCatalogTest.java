package io.freshet.planner.domain.catalog;

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
import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.event.PartitionChange;
import io.freshet.contracts.event.PartitionsChanged;
import io.freshet.contracts.event.ProducedBy;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.planner.domain.MemoryTable;
import io.freshet.planner.domain.Specs;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DatasetCatalogTest {
    private static final DatasetRef RAW = new DatasetRef("prod", "raw");
    private static final WorkflowRef ONE = new WorkflowRef("prod", "one");
    private static final WorkflowRef TWO = new WorkflowRef("prod", "two");

    private final List<PartitionsChanged> sent = new ArrayList<>();
    private final CatalogTables tables = MemoryTable.catalog();
    private long offsets;
    private DatasetCatalog catalog = new DatasetCatalog(tables, event -> sent.add((PartitionsChanged) event));

    @Test
    void answers_a_subscription_with_all_there_is_in_parts() {
        for (int part = 0; part < 3; part++) {
            int from = part * 900;
            change(
                    "load",
                    part,
                    part == 2,
                    IntStream.range(from, from + 900).mapToObj(this::added).toList(),
                    null);
        }

        subscribe(ONE);
        assertEquals(1, sent.size());
        proceed();

        assertEquals(14, sent.size());
        assertTrue(sent.stream().allMatch(part -> part.changes().size() <= Snapshots.PART));
        assertEquals(
                IntStream.range(0, 14).boxed().toList(),
                sent.stream().map(part -> part.batch().index()).toList());
        assertEquals(
                List.of(sent.getLast()),
                sent.stream().filter(part -> part.batch().last()).toList());
        assertEquals(
                2_700, sent.stream().mapToInt(part -> part.changes().size()).sum());
        assertTrue(sent.stream().allMatch(PartitionsChanged::snapshot));
    }

    @Test
    void sends_within_an_answer_what_changes_of_what_was_sent_and_nothing_twice() {
        change("load", 0, true, numbers(0, 500), null);
        subscribe(ONE);

        change("edit", 0, true, List.of(changed(10), changed(450), deleted(20), deleted(460)), null);
        proceed();

        assertTrue(sent.stream().allMatch(PartitionsChanged::snapshot));
        assertEquals(List.of(changed(10).after()), versionsOf(10).subList(1, 2));
        assertEquals(List.of(changed(450).after()), versionsOf(450));
        assertEquals(2, versionsOf(20).size());
        assertNull(versionsOf(20).getLast());
        assertEquals(List.of(), versionsOf(460));
        sent.clear();
        change("afterwards", 0, true, List.of(changed(11)), null);
        assertFalse(sent.getFirst().snapshot());
    }

    @Test
    void ends_no_answer_within_a_batch() {
        change("load", 0, true, numbers(0, 300), null);
        subscribe(ONE);
        change("batch", 0, false, List.of(changed(1)), null);
        proceed();
        assertTrue(sent.stream().noneMatch(part -> part.batch().last()));

        change("batch", 1, true, List.of(changed(2)), null);
        proceed();

        assertTrue(sent.getLast().batch().last());
        assertEquals(changed(2).after(), versionsOf(2).getLast());
        assertFalse(catalog.isUnfinished());
    }

    @Test
    void goes_on_with_an_answer_after_a_restart_and_begins_anew_for_who_subscribes_again() {
        change("load", 0, true, numbers(0, 500), null);
        subscribe(ONE);
        catalog = new DatasetCatalog(tables, event -> sent.add((PartitionsChanged) event));
        assertTrue(catalog.isUnfinished());
        subscribe(ONE);
        sent.clear();

        subscribe(ONE);
        proceed();

        assertEquals(500, sent.stream().mapToInt(part -> part.changes().size()).sum());
        assertEquals(0, sent.getFirst().batch().index());
    }

    @Test
    void stops_answering_who_does_not_want_to_hear_any_more() {
        change("load", 0, true, numbers(0, 500), null);
        subscribe(ONE);
        sent.clear();

        catalog.subscription(new Unsubscribed(RAW, ONE, Specs.START), Specs.START);
        proceed();
        change("edit", 0, true, List.of(changed(1)), null);

        assertEquals(List.of(), sent);
    }

    @Test
    void answers_with_nothing_where_there_is_nothing() {
        subscribe(ONE);

        assertEquals(1, sent.size());
        assertTrue(sent.getFirst().batch().last());
    }

    @Test
    void passes_a_change_on_to_every_subscriber_once() {
        subscribe(ONE);
        subscribe(TWO);
        sent.clear();

        change("a", 0, true, List.of(added(1)), null);
        change("again", 0, true, List.of(added(1)), null);

        assertEquals(
                List.of(ONE, TWO),
                sent.stream().map(PartitionsChanged::workflow).toList());
    }

    @Test
    void tells_who_holds_a_batch_that_it_is_over_although_its_end_was_known() {
        change("before", 0, true, List.of(added(2)), null);
        subscribe(ONE);
        sent.clear();

        change("batch", 0, false, List.of(added(1)), null);
        change("batch", 1, true, List.of(added(2)), null);

        assertEquals(2, sent.size());
        assertTrue(sent.getLast().changes().isEmpty());
        assertTrue(sent.getLast().batch().last());
    }

    @Test
    void answers_a_subscription_that_comes_within_a_batch_at_its_end() {
        change("batch", 0, false, List.of(added(1)), null);
        subscribe(ONE);
        assertEquals(List.of(), sent);

        change("batch", 1, true, List.of(added(2)), null);

        assertEquals(1, sent.size());
        assertEquals(2, sent.getFirst().changes().size());
    }

    @Test
    void tells_a_workflow_also_what_it_made_itself() {
        subscribe(ONE);
        subscribe(TWO);
        sent.clear();

        change(
                "made",
                0,
                true,
                List.of(added(1)),
                new ProducedBy(new InstanceRef("prod", "one", "t", PartitionKey.NONE), "a", "r"));

        assertEquals(
                List.of(ONE, TWO),
                sent.stream().map(PartitionsChanged::workflow).toList());
    }

    @Test
    void passes_a_removal_on_and_forgets_the_partition() {
        change("a", 0, true, List.of(added(1)), null);
        subscribe(ONE);
        sent.clear();

        change("b", 0, true, List.of(new PartitionChange(added(1).partition(), null, null)), null);
        catalog.subscription(new Unsubscribed(RAW, ONE, Specs.START), Specs.START);
        change("c", 0, true, List.of(added(3)), null);
        subscribe(TWO);

        assertEquals(2, sent.size());
        assertEquals(added(1).after(), sent.getFirst().changes().getFirst().before());
        assertEquals(List.of(added(3)), sent.getLast().changes());
    }

    private void proceed() {
        while (catalog.isUnfinished()) {
            catalog.proceed(Specs.START);
        }
    }

    private List<PartitionChange> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(this::added).toList();
    }

    private PartitionChange changed(int number) {
        return new PartitionChange(added(number).partition(), null, new PartitionVersion(Sha256.of("y"), 1, 1));
    }

    private PartitionChange deleted(int number) {
        return new PartitionChange(added(number).partition(), null, null);
    }

    /** What was sent of a partition, in order. */
    private List<PartitionVersion> versionsOf(int number) {
        List<PartitionVersion> versions = new ArrayList<>();
        for (PartitionsChanged part : sent) {
            part.changes().stream()
                    .filter(change -> change.partition().equals(added(number).partition()))
                    .forEach(change -> versions.add(change.after()));
        }
        return versions;
    }

    private PartitionChange added(int number) {
        return new PartitionChange(
                PartitionKey.of("n", "%04d".formatted(number)), null, new PartitionVersion(Sha256.of("x"), 1, 1));
    }

    private void subscribe(WorkflowRef workflow) {
        catalog.subscription(new Subscribed(RAW, workflow, cause("deploy"), Specs.START), Specs.START);
    }

    private void change(String batch, int index, boolean last, List<PartitionChange> changes, ProducedBy produced) {
        catalog.changed(
                new FileChanges(
                        RAW,
                        "data/raw",
                        "{n}",
                        cause(batch),
                        new Batch(batch, index, last),
                        changes,
                        produced,
                        Specs.START),
                offsets++,
                Specs.START);
    }

    private static Cause cause(String id) {
        return new Cause(id, Cause.Kind.FILES_CHANGED, Specs.START, id);
    }
}
