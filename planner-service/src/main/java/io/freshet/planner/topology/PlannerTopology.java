package io.freshet.planner.topology;

import io.freshet.contracts.envelope.EventDeserializer;
import io.freshet.contracts.event.AttemptReport;
import io.freshet.contracts.event.CatalogCommand;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.event.PartitionsChanged;
import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.topic.Topics;
import io.freshet.planner.store.LocalStores;
import io.freshet.planner.store.rows.StateTables;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * Draws the planner:
 *
 * <pre>
 * file-changes ----------+
 * catalog-subscriptions -+--&gt; dataset-catalog (store: catalog) --&gt; partition-changed, file-changes
 *                                     |
 *                                     | what concerns workflows of this task
 *                                     v
 * workflow-definitions --+     workflow-planner (store: plans) ----+--&gt; task-ready
 * run-requests ----------+--&gt;                                      +--&gt; input-lists
 * partition-changed -----+                                         +--&gt; task-events
 * task-finished ---------+                                         +--&gt; run-finished
 *                                                                  +--&gt; file-changes
 *                                                                  +--&gt; catalog-subscriptions
 * </pre>
 *
 * Two stages, keyed by dataset and by workflow, in one task for each partition. What the catalogue has for a workflow of its own
 * partition it hands over, and both are one transaction; for others it goes by the topic. A dataset and a workflow have either way
 * for ever, so that one's changes reach the other in their order.
 */
public final class PlannerTopology {
    /** The topics it reads, which must have the same number of partitions. */
    public static final Set<String> INPUTS = Set.of(
            Topics.FILE_CHANGES,
            Topics.CATALOG_SUBSCRIPTIONS,
            Topics.WORKFLOW_DEFINITIONS,
            Topics.RUN_REQUESTS,
            Topics.PARTITION_CHANGED,
            Topics.TASK_FINISHED);

    static final String CATALOG_STORE = "catalog";
    static final String PLANNER_STORE = "plans";
    static final String PLANNER = "workflow-planner";
    static final String PARTITION_CHANGED_OUT = "partition-changed-out";
    static final String TASK_READY_OUT = "task-ready-out";
    static final String INPUT_LISTS_OUT = "input-lists-out";
    static final String TASK_EVENTS_OUT = "task-events-out";
    static final String RUN_FINISHED_OUT = "run-finished-out";
    static final String FILE_CHANGES_OUT = "file-changes-out";
    static final String CATALOG_SUBSCRIPTIONS_OUT = "catalog-subscriptions-out";

    private static final String CATALOG = "dataset-catalog";

    private PlannerTopology() {}

    /**
     * @param placement of keys in the topics, which must have the same number of partitions
     * @param stores of which the clients run it
     */
    public static Topology draw(
            TopologyConfig config, PlannerListener listener, KeyPartitioning placement, LocalStores stores) {
        Topology topology = new Topology(config);
        StepScheduler turns = new StepScheduler();

        source(topology, "file-changes-in", Topics.FILE_CHANGES, FileChanges.class);
        source(topology, "catalog-subscriptions-in", Topics.CATALOG_SUBSCRIPTIONS, CatalogCommand.class);
        topology.addProcessor(
                CATALOG,
                with(stores, CATALOG_STORE, () -> new DatasetCatalogProcessor(turns, placement)),
                "file-changes-in",
                "catalog-subscriptions-in");
        sink(topology, PARTITION_CHANGED_OUT, Topics.PARTITION_CHANGED, CATALOG);

        source(topology, "workflow-definitions-in", Topics.WORKFLOW_DEFINITIONS, WorkflowDefinition.class);
        source(topology, "run-requests-in", Topics.RUN_REQUESTS, RunRequest.class);
        source(topology, "partition-changed-in", Topics.PARTITION_CHANGED, PartitionsChanged.class);
        source(topology, "task-finished-in", Topics.TASK_FINISHED, AttemptReport.class);
        topology.addProcessor(
                PLANNER,
                with(stores, PLANNER_STORE, () -> new WorkflowPlannerProcessor(listener, turns)),
                "workflow-definitions-in",
                "run-requests-in",
                "partition-changed-in",
                "task-finished-in",
                CATALOG);
        sink(topology, TASK_READY_OUT, Topics.TASK_READY, PLANNER);
        sink(topology, INPUT_LISTS_OUT, Topics.INPUT_LISTS, PLANNER);
        sink(topology, TASK_EVENTS_OUT, Topics.TASK_EVENTS, PLANNER);
        sink(topology, RUN_FINISHED_OUT, Topics.RUN_FINISHED, PLANNER);
        sink(topology, FILE_CHANGES_OUT, Topics.FILE_CHANGES, CATALOG, PLANNER);
        sink(topology, CATALOG_SUBSCRIPTIONS_OUT, Topics.CATALOG_SUBSCRIPTIONS, PLANNER);
        return topology;
    }

    @SuppressWarnings("unchecked") // a deserializer of one kind of event is one of events
    private static <E extends Event> void source(Topology topology, String name, String topic, Class<E> events) {
        topology.addSource(
                AutoOffsetReset.earliest(),
                name,
                new StringDeserializer(),
                (Deserializer<Event>) (Deserializer<?>) new EventDeserializer<>(events),
                topic);
    }

    private static void sink(Topology topology, String name, String topic, String... processors) {
        topology.addSink(name, topic, new StringSerializer(), new ByteArraySerializer(), processors);
    }

    private static ProcessorSupplier<String, Event, String, Object> with(
            LocalStores stores, String store, Supplier<Processor<String, Event, String, Object>> processor) {
        return new ProcessorSupplier<>() {
            @Override
            public Processor<String, Event, String, Object> get() {
                return processor.get();
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return Set.of(StateTables.store(store, stores)
                        .withCachingEnabled()
                        .withLoggingEnabled(LocalStores.changelog()));
            }
        };
    }
}
