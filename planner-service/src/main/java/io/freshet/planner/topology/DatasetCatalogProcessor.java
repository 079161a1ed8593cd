package io.freshet.planner.topology;

import io.freshet.contracts.error.LogCode;
import io.freshet.contracts.event.CatalogSubscription;
import io.freshet.contracts.event.DatasetRemovalRequested;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.event.PartitionsChanged;
import io.freshet.contracts.event.PartitionsReplayed;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.planner.domain.catalog.DatasetCatalog;
import io.freshet.planner.store.rows.StagedStore;
import io.freshet.planner.store.rows.StateTables;
import io.freshet.servicekit.decision.StoreFailedException;
import io.freshet.servicekit.streams.RejectedRecordException;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands file changes, subscriptions, removals and replays to the {@link DatasetCatalog}. What needs several parts goes on between other records; what was
 * left over when the service stopped is found in the store. Reading a change again finds its version known. A record about which the
 * catalogue cannot decide changes nothing and goes to the dead letters; an answer that cannot go on is given up, and the workflow hears
 * of everything when it subscribes again.
 */
final class DatasetCatalogProcessor implements Processor<String, Event, String, Object> {
    private static final Logger LOG = LoggerFactory.getLogger(DatasetCatalogProcessor.class);

    private final StepScheduler turns;
    private final KeyPartitioning placement;
    private @Nullable Running running;

    DatasetCatalogProcessor(StepScheduler turns, KeyPartitioning placement) {
        this.turns = turns;
        this.placement = placement;
    }

    @Override
    public void init(ProcessorContext<String, Object> context) {
        running = new Running(context, turns, placement);
        running.steps.sleep();
    }

    @Override
    public void process(Record<String, Event> record) {
        if (running == null) {
            throw new IllegalStateException("not initialised");
        }
        running.take(record);
    }

    /** From init to close. */
    private static final class Running implements StepTimer.Work {
        private final ProcessorContext<String, Object> context;
        private final EventForwarder out;
        private final DatasetCatalog catalog;
        private final StepTimer steps;

        Running(ProcessorContext<String, Object> context, StepScheduler turns, KeyPartitioning placement) {
            StagedStore store = new StagedStore(context.getStateStore(PlannerTopology.CATALOG_STORE));
            int partition = context.taskId().partition();
            this.context = context;
            this.out = new EventForwarder(context, store, turns);
            this.catalog = new DatasetCatalog(StateTables.catalog(store), event -> {
                if (event instanceof PartitionsChanged changed) {
                    out.notifySubscriber(
                            changed, placement.partitionOf(changed.workflow().toString()) == partition);
                } else {
                    out.emit(event);
                }
            });
            this.steps = new StepTimer(context, turns, out, this);
        }

        void take(Record<String, Event> record) {
            out.begin(record.timestamp());
            try {
                decide(record, Instant.ofEpochMilli(record.timestamp()));
            } catch (StoreFailedException e) {
                throw e.failure();
            } catch (RejectedRecordException e) {
                throw e;
            } catch (RuntimeException | StackOverflowError e) {
                undo();
                throw new RejectedRecordException(
                        "the catalogue cannot take it in: %s: %s"
                                .formatted(e.getClass().getSimpleName(), e.getMessage()),
                        e);
            }
            out.commit();
            out.end();
            steps.sleep();
        }

        private void decide(Record<String, Event> record, Instant now) {
            switch (record.value()) {
                case FileChanges changes -> catalog.changed(changes, offset(), now);
                case CatalogSubscription subscription -> catalog.subscription(subscription, now);
                case DatasetRemovalRequested request -> remove(request);
                case PartitionsReplayed replayed -> catalog.replayed(replayed, now);
                case null, default -> throw new RejectedRecordException("nothing for the catalogue of datasets");
            }
        }

        private long offset() {
            return context.recordMetadata()
                    .orElseThrow(() -> new IllegalStateException("a record that comes from nowhere"))
                    .offset();
        }

        private void remove(DatasetRemovalRequested request) {
            if (!catalog.removal(request)) {
                LOG.atWarn()
                        .addKeyValue("namespace", request.dataset().namespace())
                        .addKeyValue("dataset", request.dataset().dataset())
                        .addKeyValue("errorCode", LogCode.DATASET_WATCHED)
                        .log(
                                "A dataset is not removed, because a watcher has reported its files since a task last made one");
            }
        }

        private void undo() {
            out.rollback();
            catalog.forget();
        }

        @Override
        public @Nullable Instant due(Instant now) {
            return catalog.isUnfinished() ? now : null;
        }

        /** Sends parts. */
        @Override
        public void step(Instant now, BooleanSupplier hasTime) {
            do {
                proceed(now);
            } while (catalog.isUnfinished() && hasTime.getAsBoolean());
        }

        private void proceed(Instant now) {
            DatasetCatalog.Unfinished unfinished = catalog.next();
            if (unfinished == null) {
                return;
            }
            try {
                catalog.proceed(now);
            } catch (StoreFailedException e) {
                throw e;
            } catch (RuntimeException | StackOverflowError e) {
                undo();
                report(unfinished, e);
                catalog.giveUp(unfinished);
            }
            out.commit();
        }

        private static void report(DatasetCatalog.Unfinished unfinished, Throwable failure) {
            switch (unfinished) {
                case DatasetCatalog.Unfinished.Answer(String subscription) ->
                    LOG.atError()
                            .addKeyValue("subscription", subscription)
                            .addKeyValue("errorCode", LogCode.SUBSCRIPTION_GIVEN_UP)
                            .setCause(failure)
                            .log(
                                    "A subscription cannot be answered: deploy or resume its workflow to have it answered anew");
                case DatasetCatalog.Unfinished.Removal(DatasetRef dataset) ->
                    LOG.atError()
                            .addKeyValue("namespace", dataset.namespace())
                            .addKeyValue("dataset", dataset.dataset())
                            .addKeyValue("errorCode", LogCode.REMOVAL_GIVEN_UP)
                            .setCause(failure)
                            .log("A dataset cannot be removed: ask for it again");
            }
        }
    }
}
