package io.freshet.planner.topology;

import io.freshet.contracts.event.CatalogSubscription;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.FileChanges;
import io.freshet.planner.domain.DatasetCatalog;
import java.time.Instant;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Hands file changes and subscriptions to the {@link DatasetCatalog}. Reading a change again finds its version known. */
final class DatasetCatalogProcessor implements Processor<String, Event, String, Event> {
    private final Turns turns;
    private final Placement placement;
    private @Nullable DatasetCatalog catalog;
    private @Nullable Outbox outbox;

    DatasetCatalogProcessor(Turns turns, Placement placement) {
        this.turns = turns;
        this.placement = placement;
    }

    @Override
    public void init(ProcessorContext<String, Event> context) {
        KeyValueStore<Bytes, byte[]> store = context.getStateStore(PlannerTopology.CATALOG_STORE);
        Outbox out = new Outbox(context, store, turns);
        outbox = out;
        int partition = context.taskId().partition();
        catalog = new DatasetCatalog(
                StateTables.catalog(store),
                changed -> out.tell(
                        changed, placement.partitionOf(changed.workflow().toString()) == partition));
    }

    @Override
    public void process(Record<String, Event> record) {
        DatasetCatalog rules = catalog;
        Outbox out = outbox;
        if (rules == null || out == null) {
            throw new IllegalStateException("not initialised");
        }
        Instant now = Instant.ofEpochMilli(record.timestamp());
        out.begin(record.timestamp());
        switch (record.value()) {
            case FileChanges changes -> rules.changed(changes, now);
            case CatalogSubscription subscription -> rules.subscription(subscription, now);
            case null, default -> throw new RejectedRecordException("nothing for the catalogue of datasets");
        }
        out.end();
    }
}
