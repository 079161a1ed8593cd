package io.freshet.audit.kafka;

import io.freshet.audit.history.LetterRow;
import io.freshet.audit.history.LogPartition;
import io.freshet.audit.jdbc.write.HistoryWriter;
import io.freshet.servicekit.kafka.BytesConsumer;
import io.freshet.servicekit.kafka.TurnLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the dead-letter topics, whose records no event loop could read, on a thread of its own. As with {@link Ingestion} the offsets
 * are in the database; a letter that is read again, or that several services wrote about one record, is kept once.
 */
final class DeadLetterIngestion implements TurnLoop.Turn {
    private static final Duration POLL = Duration.ofMillis(500);
    /** A turn polls, and that waits already. */
    private static final Duration BETWEEN_TURNS = Duration.ZERO;

    private final HistoryWriter journal;
    private final IngestionMetrics metrics;
    private final BytesConsumer consumer;
    private final LogPositions positions;
    /** While it is, the consumer's position is past letters that were not dealt with. */
    private boolean behind;

    private DeadLetterIngestion(
            HistoryWriter journal, EndOffsets log, IngestionMetrics metrics, Map<String, Object> config) {
        this.journal = journal;
        this.metrics = metrics;
        this.positions = new LogPositions(journal, log);
        this.consumer = new BytesConsumer(config);
    }

    /** A loop, not yet started, that reads some letters at a turn. */
    static TurnLoop loop(
            HistoryWriter journal,
            EndOffsets log,
            IngestionMetrics metrics,
            Map<String, Object> config,
            List<String> topics) {
        DeadLetterIngestion ingestion = new DeadLetterIngestion(journal, log, metrics, config);
        ingestion.consumer.subscribe(topics, ingestion.new Assignment());
        return new TurnLoop("the reader of dead letters", "audit-dead-letters", BETWEEN_TURNS, ingestion);
    }

    @Override
    public boolean take() {
        if (behind) {
            seek(consumer.assignment());
        }
        behind = true;
        pollOnce();
        behind = false;
        return true;
    }

    @Override
    public void cutShort(Thread thread) {
        consumer.wakeup();
    }

    @Override
    public void end() {
        consumer.close();
    }

    private void pollOnce() {
        positions.refresh();
        ConsumerRecords<byte[], byte[]> records = poll();
        if (records.nextOffsets().isEmpty()) {
            return;
        }
        long start = System.nanoTime();
        List<LetterRow> letters = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> letter : records) {
            letters.add(DeadLetterReader.row(letter));
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
