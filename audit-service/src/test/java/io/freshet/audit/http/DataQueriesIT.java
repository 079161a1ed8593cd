package io.freshet.audit.http;

import static io.freshet.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.audit.history.PlausibleHistory;
import io.freshet.contracts.api.DatasetInfo;
import io.freshet.contracts.api.Explanation;
import io.freshet.contracts.api.Filter;
import io.freshet.contracts.api.LineageGraph;
import io.freshet.contracts.api.LineageGraph.Direction;
import io.freshet.contracts.api.OrphanInfo;
import io.freshet.contracts.api.Page;
import io.freshet.contracts.api.PartitionInfo;
import io.freshet.contracts.api.VersionInfo;
import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.event.Batch;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.PartitionChange;
import io.freshet.contracts.event.ProducedBy;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.topic.Topics;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Questions about datasets, lineage and why, asked over HTTP by the typed client. */
final class DataQueriesIT extends WithRunningAudit {
    @Test
    void lists_datasets_with_their_extent() throws IOException {
        List<DatasetInfo> datasets = client.datasets(namespace, Filter.ANY).items();

        assertEquals(
                List.of(history.cleaned(), history.daily(), history.extracts()),
                datasets.stream().map(DatasetInfo::dataset).toList());
        DatasetInfo cleaned = datasets.getFirst();
        assertEquals(2, cleaned.partitions());
        assertEquals("clean", cleaned.producer().task());
        assertFalse(cleaned.watched());
        assertEquals(List.of("phi"), cleaned.labels());
        assertTrue(datasets.getLast().watched());
        assertEquals(3, datasets.getLast().partitions());
        Page<DatasetInfo> one = client.datasets(namespace, Filter.ANY.limit(1));
        assertEquals(
                history.daily(),
                client.datasets(namespace, Filter.ANY.limit(1).after(one.next()))
                        .items()
                        .getFirst()
                        .dataset());
    }

    @Test
    void lists_what_a_removed_workflow_has_left_until_it_is_taken_away_or_deployed_again() throws IOException {
        PlausibleHistory orphaned = new PlausibleHistory(START.plusSeconds(300), "orphaned");
        orphaned.deployed(1);
        orphaned.delivery(NORTH, "north 1");
        audit.send(orphaned);
        eventually(LIMIT, () -> assertEquals(0, client.stats().lag()));
        assertEquals(List.of(), client.orphans("orphaned", Filter.ANY).items());

        Instant before = Instant.now();
        audit.publisher()
                .send(Topics.WORKFLOW_DEFINITIONS, "orphaned/claims", null)
                .join();
        eventually(
                LIMIT,
                () -> assertEquals(
                        List.of(orphaned.cleaned(), orphaned.daily()),
                        client.orphans("orphaned", Filter.ANY).items().stream()
                                .map(OrphanInfo::dataset)
                                .toList()));
        OrphanInfo cleaned = client.orphan(orphaned.cleaned());
        assertEquals(1, cleaned.partitions());
        assertEquals("clean", cleaned.producer().task());
        assertEquals(1, cleaned.version());
        assertFalse(cleaned.since().isBefore(before.truncatedTo(ChronoUnit.MILLIS)), cleaned::toString);
        Page<OrphanInfo> first = client.orphans("orphaned", Filter.ANY.limit(1));
        assertEquals(
                orphaned.daily(),
                client.orphans("orphaned", Filter.ANY.after(first.next()))
                        .items()
                        .getFirst()
                        .dataset());

        takeAway(orphaned.cleaned(), NORTH);
        eventually(
                LIMIT,
                () -> assertEquals(
                        1, client.orphans("orphaned", Filter.ANY).items().size()));
        VersionInfo last =
                client.versions(orphaned.cleaned(), NORTH, Filter.ANY).items().getFirst();
        assertNull(last.version());
        assertNull(last.instance());
        assertEquals("alice took it away", last.cause().description());
        PlausibleHistory again = new PlausibleHistory(START.plusSeconds(400), "orphaned");
        again.deployed(2);
        audit.send(again);
        eventually(
                LIMIT,
                () -> assertEquals(
                        List.of(), client.orphans("orphaned", Filter.ANY).items()));
    }

    private static void takeAway(DatasetRef dataset, PartitionKey partition) {
        audit.publisher()
                .send(
                        Topics.FILE_CHANGES,
                        dataset.toString(),
                        new FileChanges(
                                dataset,
                                dataset.dataset(),
                                "**",
                                new Cause("removal", Cause.Kind.REQUESTED, START, "alice took it away"),
                                Batch.single("removal"),
                                List.of(new PartitionChange(partition, null, null)),
                                ProducedBy.BY_NO_TASK,
                                START))
                .join();
    }

    @Test
    void lists_partitions_and_their_versions() throws IOException {
        List<PartitionInfo> partitions =
                client.partitions(history.cleaned(), Filter.ANY).items();
        assertEquals(
                List.of(NORTH, SOUTH),
                partitions.stream().map(PartitionInfo::partition).toList());
        assertEquals(
                history.version(history.cleaned(), NORTH),
                partitions.getFirst().version().fingerprint());
        assertTrue(partitions.getFirst().published());
        assertNotNull(partitions.getFirst().attempt());
        assertEquals(
                1,
                client.partitions(history.cleaned(), Filter.ANY.partition("source=so"))
                        .items()
                        .size());

        Page<VersionInfo> versions = client.versions(history.cleaned(), NORTH, Filter.ANY.limit(1));
        VersionInfo newest = versions.items().getFirst();
        VersionInfo oldest = client.versions(history.cleaned(), NORTH, Filter.ANY.after(versions.next()))
                .items()
                .getLast();
        assertEquals(oldest.version().fingerprint(), newest.before());
        assertEquals(history.cleanOf(NORTH), newest.instance());
        assertNull(oldest.before());
    }

    @Test
    void follows_lineage_up_to_exactly_what_the_present_version_was_made_of() throws IOException {
        LineageGraph graph = client.lineage(history.daily(), FIRST_DAY, null, Direction.UP, 5);

        assertEquals(5, graph.nodes().size());
        assertEquals(4, graph.edges().size());
        assertTrue(graph.nodes().stream().allMatch(LineageGraph.Node::current), graph::toString);
        assertEquals(
                2, graph.nodes().stream().filter(LineageGraph.Node::watched).count());
        assertEquals(List.of(), graph.frontier());
        LineageGraph near = client.lineage(history.daily(), FIRST_DAY, null, Direction.UP, 1);
        assertEquals(3, near.nodes().size());
        assertEquals(2, near.frontier().size());
    }

    @Test
    void follows_lineage_down_from_a_version_that_is_no_longer_current() throws IOException {
        Fingerprint first = client.versions(history.extracts(), NORTH, Filter.ANY)
                .items()
                .getLast()
                .version()
                .fingerprint();

        LineageGraph graph = client.lineage(history.extracts(), NORTH, first, Direction.DOWN, 5);

        // The first aggregate, and the one that the other source's delivery made of it.
        assertEquals(4, graph.nodes().size());
        assertTrue(graph.nodes().stream().noneMatch(LineageGraph.Node::current), graph::toString);
    }

    @Test
    void explains_why_an_instance_ran_back_to_the_file_that_changed() throws IOException {
        Explanation why = client.why(history.aggregateOf("2026-01-01"));

        assertEquals(InstanceState.SUCCEEDED, why.current().state());
        assertEquals(1, why.ran().changes().size());
        assertEquals(NORTH, why.ran().changes().getFirst().partition());
        assertNotNull(why.ran().changes().getFirst().before());
        assertEquals(Cause.Kind.FILES_CHANGED, why.ran().cause().kind());
        assertEquals(2, why.chain().size());
        assertEquals(history.cleanOf(NORTH), why.chain().getFirst().change().instance());
        assertEquals(history.extracts(), why.chain().getLast().change().dataset());
        assertNull(why.chain().getLast().decision());
        assertTrue(why.sentences().toString().contains("arrived from outside"), why.sentences()::toString);
    }

    @Test
    void explains_why_an_instance_is_blocked_down_to_the_failure() throws IOException {
        Explanation why = client.why(history.aggregateOf("2026-01-02"));

        assertEquals(InstanceState.BLOCKED, why.current().state());
        assertEquals(history.cleanOf(BAD), why.blockedBy().getLast().instance());
        assertEquals(InstanceState.FAILED, why.blockedBy().getLast().state());
        assertTrue(why.next().contains(history.cleanOf(BAD).toString()), why::next);
        assertEquals(audit.failedRun(), why.causes().getFirst().run());
        assertEquals(BAD, why.causes().getFirst().changed().getFirst().partition());
        assertEquals(BAD, why.chain().getLast().change().partition());
        assertEquals(history.extracts(), why.chain().getLast().change().dataset());
    }

    @Test
    void explains_what_a_waiting_instance_lacks() throws IOException {
        PlausibleHistory waiting = new PlausibleHistory(START.plusSeconds(180), "waits");
        waiting.deployed(1);
        InstanceRef aggregate = waiting.aggregateOf("2026-01-01");
        waiting.decide(
                aggregate,
                InstanceState.WAITING,
                Reason.MISSING_INPUT,
                "input 'cleaned' has nothing for it yet",
                null,
                null,
                List.of(),
                List.of("cleaned/date=2026-01-01"));
        audit.send(waiting);

        eventually(LIMIT, () -> {
            Explanation why = client.why(aggregate);
            assertEquals("clean", why.missing().getFirst().producer().task());
            assertTrue(why.next().contains("cleaned/date=2026-01-01"), why::next);
            assertNull(why.ran());
        });
    }
}
