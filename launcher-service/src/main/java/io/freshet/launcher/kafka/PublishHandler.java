package io.freshet.launcher.kafka;

import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.event.PartitionChange;
import io.freshet.contracts.event.PartitionPublished;
import io.freshet.contracts.event.Produced;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.kafka.EventHandler;
import io.freshet.contracts.kafka.EventPublisher;
import io.freshet.contracts.kafka.EventRecord;
import io.freshet.contracts.topic.Topics;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes accepted outputs visible and then says so: in order within a dataset, datasets beside each other. Changes that are read again are
 * shown again, which changes nothing, and told again. What can never be shown, because its content is gone, goes to the dead-letter topic;
 * what cannot be shown now is tried until it can.
 */
public final class PublishHandler implements EventHandler, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PublishHandler.class);

    private final Projection projection;
    private final EventPublisher publisher;
    private final InstantSource clock;
    private final ExecutorService datasets = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("freshet-publish-", 0).factory());

    /** Shows accepted versions in a dataset's directory. */
    @FunctionalInterface
    public interface Projection {
        /**
         * @throws FileSystemException if that is not possible now
         * @throws IOException if that is not possible at all
         */
        void show(FileChanges accepted) throws IOException;
    }

    public PublishHandler(Projection projection, EventPublisher publisher, InstantSource clock) {
        this.projection = projection;
        this.publisher = publisher;
        this.clock = clock;
    }

    @Override
    public void handle(List<EventRecord> batch) throws Exception {
        Map<DatasetRef, List<EventRecord>> byDataset = new LinkedHashMap<>();
        for (EventRecord record : batch) {
            if (record.event() instanceof FileChanges changes && changes.produced() != null) {
                byDataset
                        .computeIfAbsent(changes.dataset(), dataset -> new ArrayList<>())
                        .add(record);
            }
        }
        List<Future<?>> pending = new ArrayList<>();
        for (List<EventRecord> records : byDataset.values()) {
            pending.add(datasets.submit(() -> {
                publish(records);
                return null;
            }));
        }
        for (Future<?> dataset : pending) {
            await(dataset);
        }
    }

    private void publish(List<EventRecord> records) throws IOException, ExecutionException, InterruptedException {
        List<Future<?>> told = new ArrayList<>();
        for (EventRecord record : records) {
            if (record.event() instanceof FileChanges changes && changes.produced() != null) {
                publish(record, changes, changes.produced(), told);
            }
        }
        for (Future<?> one : told) {
            one.get();
        }
    }

    private void publish(EventRecord record, FileChanges changes, Produced produced, List<Future<?>> told)
            throws FileSystemException {
        try {
            projection.show(changes);
        } catch (FileSystemException unavailable) {
            throw unavailable;
        } catch (IOException | RuntimeException impossible) {
            LOG.atError()
                    .addKeyValue("dataset", changes.dataset())
                    .addKeyValue("run", produced.run())
                    .addKeyValue("attempt", produced.attempt())
                    .setCause(impossible)
                    .log("An accepted version cannot be published; it went to the dead-letter topic");
            told.add(publisher.send(Topics.deadLetters(record.topic()), record.key(), changes));
            return;
        }
        for (PartitionChange change : changes.changes()) {
            told.add(publisher.send(
                    Topics.PARTITION_PUBLISHED,
                    changes.dataset().toString(),
                    new PartitionPublished(
                            changes.dataset(), change.partition(), change.after(), produced, clock.instant())));
        }
    }

    private static void await(Future<?> dataset) throws Exception {
        try {
            dataset.get();
        } catch (ExecutionException e) {
            throw new IOException("accepted versions could not be published now", e.getCause());
        }
    }

    @Override
    public void close() {
        datasets.close();
    }
}
