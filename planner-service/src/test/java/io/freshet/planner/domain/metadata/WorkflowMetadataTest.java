package io.freshet.planner.domain.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.planner.domain.MemoryTable;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.table.Keys;
import io.freshet.planner.domain.table.ScopedTable;
import io.freshet.planner.domain.table.Table;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WorkflowMetadataTest {
    /** A name that the tables are tried with everywhere, so that rows of the same kind would meet. */
    private static final String NAME = "x";

    private static final WorkflowRef WORKFLOW = new WorkflowRef("ns", "flow");
    private static final InstanceId ID = new InstanceId(NAME, PartitionKey.NONE);
    private static final DatasetRef DATASET = new DatasetRef("ns", NAME);

    private final MemoryTable<String> rows = new MemoryTable<>();

    @Test
    void no_two_tables_share_a_row() {
        Map<String, Consumer<WorkflowMetadata>> writes = writes();
        Map<String, String> writerOf = new HashMap<>();
        writes.forEach((table, write) -> {
            Set<String> written = new HashSet<>();
            write.accept(WorkflowMetadata.of(new Recording(written)));
            assertFalse(written.isEmpty(), table);
            written.forEach(row -> {
                String other = writerOf.put(row, table);
                assertEquals(null, other, () -> table + " and " + other + " both write " + row);
            });
        });
        Set<String> components = Stream.of(WorkflowMetadata.class.getRecordComponents())
                .map(RecordComponent::getType)
                .filter(Class::isRecord)
                .flatMap(part -> Stream.of(part.getRecordComponents()))
                .map(RecordComponent::getName)
                .collect(Collectors.toSet());
        assertTrue(writes.keySet().containsAll(components), "a table is not tried");
    }

    @Test
    void no_prefix_of_rows_that_are_cleared_together_reaches_into_another_table() {
        List<String> prefixes = List.of(
                InputDeadlines.rowsOf(NAME),
                PaceStates.rowsOf(NAME),
                LaunchedParts.rowsOf(NAME),
                RetainedOutputs.rowsOf(NAME),
                Reconciliations.seen(DATASET));
        for (String prefix : prefixes) {
            long touched = writes().values().stream()
                    .filter(write -> {
                        MemoryTable<String> written = new MemoryTable<>();
                        write.accept(WorkflowMetadata.of(written));
                        return written.hasAny(prefix);
                    })
                    .count();
            assertEquals(1, touched, prefix);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_workflow_with_something_in_a_queue_is_unfinished(QueueName queue) {
        of(WORKFLOW).queue(new MemoryTable<String>(), queue).add("entry");

        assertEquals(Set.of(WORKFLOW), unfinished());
    }

    @Test
    void a_workflow_that_releases_or_is_purged_is_unfinished() {
        WorkflowRef other = new WorkflowRef("ns", "other");
        of(WORKFLOW).datasets().holdReleases().begin("parked");
        of(other).deployments().purge().set(new PurgeCursor.Position(0, ""));
        of(new WorkflowRef("ns", "third")).datasets().subscriptions().await(DATASET, "run");

        assertEquals(Set.of(WORKFLOW, other), unfinished());
    }

    @Test
    void what_a_removal_needs_outlives_it() {
        WorkflowMetadata metadata = WorkflowMetadata.of(rows);
        metadata.deployments().removal().begin();
        metadata.deployments().removal().discard(1);
        metadata.deployments().versions().deployed(1);
        metadata.deployments().versions().defer(2);
        metadata.queue(new MemoryTable<String>(), QueueName.INBOX).add("event");
        metadata.queue(new MemoryTable<String>(), QueueName.REMOVAL).add("work");

        assertTrue(rows.keys("").stream().allMatch(WorkflowMetadata::outlivesRemoval), rows.keys("")::toString);
        rows.keys("").forEach(rows::delete);
        metadata.runs().runSequence().next();
        assertFalse(WorkflowMetadata.outlivesRemoval(rows.keys("").getFirst()));
    }

    private WorkflowMetadata of(WorkflowRef workflow) {
        return WorkflowMetadata.of(new ScopedTable<>(rows, Keys.prefix(workflow)));
    }

    private Set<WorkflowRef> unfinished() {
        MemoryTable<String> definitions = new MemoryTable<>();
        rows.keys("").forEach(row -> definitions.put(row.substring(0, row.indexOf(Keys.SEPARATOR)), ""));
        return WorkflowMetadata.unfinished(definitions, rows);
    }

    /** By table, something that writes all kinds of rows that it has. */
    private static Map<String, Consumer<WorkflowMetadata>> writes() {
        Map<String, Consumer<WorkflowMetadata>> writes = new HashMap<>();
        writes.put("versions", metadata -> {
            metadata.deployments().versions().defer(2);
            metadata.deployments().versions().deployed(1);
        });
        writes.put("removal", metadata -> {
            metadata.deployments().removal().begin();
            metadata.deployments().removal().discard(1);
        });
        writes.put("purge", metadata -> metadata.deployments().purge().set(new PurgeCursor.Position(1, NAME)));
        writes.put(
                "subscriptions", metadata -> metadata.datasets().subscriptions().await(DATASET, NAME));
        writes.put("adoptions", metadata -> metadata.datasets().adoptions().begin(DATASET));
        writes.put("reconciliations", metadata -> {
            metadata.datasets().reconciliations().begin(DATASET);
            metadata.datasets().reconciliations().see(DATASET, PartitionKey.NONE);
        });
        writes.put(
                "openBatches",
                metadata -> metadata.datasets().openBatches().open(DATASET, new OpenBatches.OpenBatch(NAME, NAME)));
        writes.put("openReplays", metadata -> metadata.datasets().openReplays().open(DATASET, NAME));
        writes.put("holdReleases", metadata -> {
            metadata.datasets().holdReleases().begin(NAME);
            metadata.datasets().holdReleases().advance(NAME, NAME);
        });
        writes.put("runSequence", metadata -> metadata.runs().runSequence().next());
        writes.put("requestedRuns", metadata -> {
            metadata.runs().requestedRuns().open(NAME);
            metadata.runs().requestedRuns().close(NAME, false);
        });
        writes.put(
                "answeredRequests",
                metadata -> metadata.runs().answeredRequests().add(NAME));
        writes.put(
                "inputDeadlines",
                metadata -> metadata.instances().inputDeadlines().put(ID, NAME, Instant.EPOCH));
        writes.put("paceStates", metadata -> metadata.instances().paceStates().put(ID, PaceState.NONE));
        writes.put(
                "launchedParts",
                metadata -> metadata.instances()
                        .launchedParts()
                        .replace(ID, NAME, Map.of(NAME, new Fingerprint("0".repeat(64)))));
        writes.put(
                "reportingTasks", metadata -> metadata.runs().reportingTasks().add(NAME));
        writes.put(
                "retainedOutputs",
                metadata -> metadata.instances().retainedOutputs().retain(ID, DATASET, PartitionKey.NONE));
        writes.put("inheritingTasks", metadata -> {
            metadata.deployments().inheritingTasks().setRun(NAME);
            metadata.deployments().inheritingTasks().add(NAME);
        });
        writes.put(
                "evaluationFloor",
                metadata -> metadata.instances().evaluationFloor().raise(1));
        writes.put(
                "unsettledCounts",
                metadata -> metadata.instances().unsettledCounts().under(NAME).add(1));
        writes.put("inFlight", metadata -> metadata.instances().inFlight().add(1));
        writes.put(
                "pendingNotifications",
                metadata -> metadata.instances().pendingNotifications().add(1));
        writes.put(
                "listedOutputs",
                metadata -> metadata.instances().listedOutputs().add(1));
        writes.put("listedEdges", metadata -> metadata.instances().listedEdges().set());
        for (QueueName queue : QueueName.values()) {
            writes.put(
                    "queue " + queue,
                    metadata -> metadata.queue(new MemoryTable<String>(), queue).add(NAME));
        }
        return writes;
    }

    /** A table that says which rows were ever written. */
    private record Recording(MemoryTable<String> rows, Set<String> written) implements Table<String> {
        Recording(Set<String> written) {
            this(new MemoryTable<>(), written);
        }

        @Override
        public @Nullable String get(String key) {
            return rows.get(key);
        }

        @Override
        public void put(String key, String value) {
            written.add(key);
            rows.put(key, value);
        }

        @Override
        public void delete(String key) {
            rows.delete(key);
        }

        @Override
        public void scan(String prefix, String from, BiPredicate<String, String> visitor) {
            rows.scan(prefix, from, visitor);
        }
    }
}
