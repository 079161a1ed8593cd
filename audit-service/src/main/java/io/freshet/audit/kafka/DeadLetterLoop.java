package io.freshet.audit.kafka;

import io.freshet.audit.history.DeadLetter;
import io.freshet.audit.history.LogPartition;
import io.freshet.audit.jdbc.write.HistoryWriter;
import io.freshet.servicekit.kafka.LoopProgress;
import io.freshet.servicekit.time.Backoff;
import io.freshet.servicekit.time.ThreadEnd;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the dead-letter topics, whose records no event loop could read, on a thread of its own. As with {@link Ingestion} the offsets
 * are in the database; a letter that is read again, or that several services wrote about one record, is kept once.
 */
final class DeadLetterLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterLoop.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Backoff BACKOFF = Backoff.ofMillis(100, 5_000);

    private final HistoryWriter journal;
    private final IngestionMetrics metrics;
    private final List<String> topics;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final LogPositions positions;
    private final LoopProgress progress = new LoopProgress("the reader of dead letters");
    private final Thread thread;
    private final CountDownLatch closed = new CountDownLatch(1);

    DeadLetterLoop(
            HistoryWriter journal,
            EndOffsets log,
            IngestionMetrics metrics,
            Map<String, Object> config,
            List<String> topics) {
        this.journal = journal;
        this.metrics = metrics;
        this.positions = new LogPositions(journal, log);
        this.topics = List.copyOf(topics);
        this.consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.thread = Thread.ofPlatform().name("audit-dead-letters").unstarted(this::run);
    }

    DeadLetterLoop start() {
        thread.start();
        return this;
    }

    /** False if only a restart helps: the thread has ended, or has completed no turn for {@link LoopProgress#STUCK_AFTER}. */
    boolean isAlive() {
        return thread.isAlive() && !progress.isStuck();
    }

    /** What keeps it from reading, for people; empty if nothing does. */
    Optional<String> problem() {
        return thread.isAlive() ? progress.problem() : Optional.of("the reader of dead letters does not run");
    }

    @Override
    public void close() {
        closed.countDown();
        consumer.wakeup();
        ThreadEnd.await(thread);
    }

    private void run() {
        int failures = 0;
        try (consumer) {
            consumer.subscribe(topics, new Assignment());
            while (closed.getCount() > 0) {
                try {
                    pollOnce();
                    progress.succeeded();
                    failures = 0;
                } catch (WakeupException e) {
                    LOG.atDebug().log("Woken up");
                } catch (RuntimeException e) {
                    LOG.atError().setCause(e).log("Reading dead letters again after a failure");
                    progress.failed(e);
                    failures++;
                    // Whoever closes this does not wait for the end of a pause.
                    if (closed.await(BACKOFF.pause(failures).toNanos(), TimeUnit.NANOSECONDS)) {
                        return;
                    }
                    seek(consumer.assignment());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pollOnce() {
        positions.refresh();
        ConsumerRecords<byte[], byte[]> records = poll();
        if (records.nextOffsets().isEmpty()) {
            return;
        }
        long start = System.nanoTime();
        List<DeadLetter> letters = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> letter : records) {
            letters.add(DeadLetterReader.read(letter));
        }
        Map<LogPartition, Long> next = new HashMap<>();
        records.nextOffsets().forEach((partition, offset) -> next.put(LogPositions.of(partition), offset.offset()));
        journal.appendLetters(letters, positions.all(), next);
        positions.moved(next);
        metrics.ingested(letters.size(), System.nanoTime() - start);
    }

    private ConsumerRecords<byte[], byte[]> poll() {
        try {
            return consumer.poll(POLL);
        } catch (OffsetOutOfRangeException e) {
            Set<TopicPartition> partitions = e.partitions();
            positions
                    .outOfRange(consumer.beginningOffsets(partitions), consumer.endOffsets(partitions))
                    .forEach(consumer::seek);
            return ConsumerRecords.empty();
        }
    }

    private void seek(Collection<TopicPartition> partitions) {
        positions.assigned(partitions).forEach(consumer::seek);
    }

    private final class Assignment implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            seek(partitions);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            positions.revoked(partitions);
        }
    }
}
