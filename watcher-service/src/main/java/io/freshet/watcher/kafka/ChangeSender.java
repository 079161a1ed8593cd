package io.freshet.watcher.kafka;

import io.freshet.contracts.envelope.EventSerializer;
import io.freshet.contracts.event.DatasetProblems;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.topic.Topics;
import io.freshet.servicekit.kafka.KafkaSettings;
import io.freshet.watcher.watch.ChangeOutbox;
import io.freshet.watcher.watch.ProblemReporter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends each batch, and each report of problems, in one transaction. The transactional id is derived from the instance's name, so a new sender of the same name
 * ends what an old one left open, and an old one that wakes up again can send no more. After any failure the producer is made anew for
 * the next batch: whether the failed one had been sent is not known, so its sender sends it again. Thread-safe; one batch at a time.
 */
public final class ChangeSender implements ChangeOutbox, ProblemReporter, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeSender.class);
    private static final Duration CLOSE = Duration.ofSeconds(5);
    private static final int BATCH_BYTES = 256 * 1024;

    private final Map<String, Object> config;
    private final String instance;
    private @Nullable KafkaProducer<String, Event> producer;
    private boolean closed;

    /**
     * @param instance unique among the watchers of an installation
     */
    public ChangeSender(KafkaSettings kafka, String instance) {
        this.instance = instance;
        this.config = kafka.producer("freshet-watcher-" + instance);
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "freshet-watcher-" + instance);
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    }

    /** Connects, so that the first batch need not wait for it; failing is no harm, it is tried again. */
    public synchronized void connect() {
        try {
            producer();
        } catch (KafkaException e) {
            LOG.atWarn().setCause(e).log("Not connected yet");
        }
    }

    @Override
    public long send(List<FileChanges> events) throws InterruptedException {
        return transact(events.stream()
                .map(event -> new ProducerRecord<String, Event>(
                        Topics.FILE_CHANGES, event.dataset().toString(), event))
                .toList());
    }

    @Override
    public void report(DatasetProblems problems) throws InterruptedException {
        var _ = transact(List.of(
                new ProducerRecord<>(Topics.DATASET_PROBLEMS, problems.dataset().toString(), problems)));
    }

    /** Returns the offset of the last record. */
    private synchronized long transact(List<ProducerRecord<String, Event>> records) throws InterruptedException {
        KafkaProducer<String, Event> sending = producer();
        try {
            sending.beginTransaction();
            List<Future<RecordMetadata>> sent = new ArrayList<>(records.size());
            for (ProducerRecord<String, Event> record : records) {
                sent.add(sending.send(record));
            }
            sending.commitTransaction();
            long last = -1;
            for (Future<RecordMetadata> record : sent) {
                last = record.get().offset();
            }
            return last;
        } catch (KafkaException e) {
            discard();
            throw isFenced(e) ? fenced(e) : e;
        } catch (ExecutionException e) {
            discard();
            throw new KafkaException("a committed event was not sent", e);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        discard();
    }

    private KafkaProducer<String, Event> producer() {
        if (closed) {
            throw new KafkaException("the watcher is closing");
        }
        KafkaProducer<String, Event> current = producer;
        if (current == null) {
            current = new KafkaProducer<>(config, new StringSerializer(), new EventSerializer("watcher"));
            try {
                current.initTransactions();
            } catch (RuntimeException e) {
                current.close(Duration.ZERO);
                throw e;
            }
            producer = current;
        }
        return current;
    }

    private static boolean isFenced(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProducerFencedException || cause instanceof InvalidProducerEpochException) {
                return true;
            }
        }
        return false;
    }

    private KafkaException fenced(KafkaException cause) {
        return new KafkaException(
                "another watcher is called '%s': give each its own freshet.watcher.instance".formatted(instance),
                cause);
    }

    /** An open transaction ends when the next producer of the same name begins. */
    private void discard() {
        KafkaProducer<String, Event> current = producer;
        producer = null;
        if (current != null) {
            current.close(CLOSE);
        }
    }
}
