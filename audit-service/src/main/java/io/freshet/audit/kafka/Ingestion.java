package io.freshet.audit.kafka;

import io.freshet.audit.history.FoldResult;
import io.freshet.audit.history.LogEntry;
import io.freshet.audit.history.LogPartition;
import io.freshet.audit.jdbc.write.HistoryWriter;
import io.freshet.servicekit.kafka.EventHandler;
import io.freshet.servicekit.kafka.EventRecord;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Takes what an event loop reads into the database, exactly once: where to read on is what the database says, and it is moved in the
 * transaction that keeps the batch. Reading a batch again after a failure therefore repeats nothing, and a reader that has lost a
 * partition without knowing finds its offset moved and keeps nothing. For the loop's one thread.
 */
final class Ingestion implements EventHandler {
    private final HistoryWriter journal;
    private final IngestionMetrics metrics;
    private final LogPositions positions;

    Ingestion(HistoryWriter journal, EndOffsets log, IngestionMetrics metrics) {
        this.journal = journal;
        this.metrics = metrics;
        this.positions = new LogPositions(journal, log);
    }

    @Override
    public void handle(List<EventRecord> batch) {
        throw new IllegalStateException("offsets are kept here, so they must be given");
    }

    @Override
    public void handle(List<EventRecord> batch, Map<TopicPartition, Long> next) {
        positions.refresh();
        long start = System.nanoTime();
        List<FoldResult> readings = batch.stream()
                .flatMap(record -> entry(record).parts().stream())
                .map(FoldResult::of)
                .toList();
        Map<LogPartition, Long> moved = new HashMap<>();
        next.forEach((partition, offset) -> moved.put(LogPositions.of(partition), offset));
        journal.append(readings, positions.all(), moved);
        positions.moved(moved);
        metrics.ingested(readings.size(), System.nanoTime() - start);
    }

    @Override
    public Map<TopicPartition, Long> assigned(Collection<TopicPartition> partitions) {
        return positions.assigned(partitions);
    }

    @Override
    public Map<TopicPartition, Long> outOfRange(Map<TopicPartition, Long> beginnings, Map<TopicPartition, Long> ends) {
        return positions.outOfRange(beginnings, ends);
    }

    @Override
    public void revoked(Collection<TopicPartition> partitions) {
        positions.revoked(partitions);
    }

    @Override
    public void idle() {
        positions.refresh();
    }

    private LogEntry entry(EventRecord read) {
        int epoch = positions.epoch(new LogPartition(read.topic(), read.partition()));
        String id = read.id().isEmpty()
                ? "%s/%d/%d/%d".formatted(read.topic(), read.partition(), epoch, read.offset())
                : read.id();
        return new LogEntry(
                read.topic(), read.partition(), epoch, read.offset(), read.key(), id, read.event(), read.timestamp());
    }
}
