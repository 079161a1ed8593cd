package io.freshet.audit.kafka;

import io.freshet.audit.domain.Entry;
import io.freshet.audit.domain.LogPartition;
import io.freshet.audit.domain.Reading;
import io.freshet.audit.jdbc.Journal;
import io.freshet.contracts.kafka.EventHandler;
import io.freshet.contracts.kafka.EventRecord;
import java.sql.SQLException;
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
    private final Journal journal;
    private final IngestionFigures figures;
    private final StartingPoints startingPoints;
    private final Map<LogPartition, Long> positions = new HashMap<>();

    Ingestion(Journal journal, IngestionFigures figures) {
        this.journal = journal;
        this.figures = figures;
        this.startingPoints = new StartingPoints(journal);
    }

    @Override
    public void handle(List<EventRecord> batch) throws SQLException {
        throw new IllegalStateException("offsets are kept here, so they must be given");
    }

    @Override
    public void handle(List<EventRecord> batch, Map<TopicPartition, Long> next) throws SQLException {
        long start = System.nanoTime();
        List<Reading> readings = batch.stream().map(Ingestion::read).toList();
        Map<LogPartition, Long> moved = new HashMap<>();
        next.forEach((partition, offset) -> moved.put(of(partition), offset));
        journal.append(readings, positions, moved);
        positions.putAll(moved);
        figures.ingested(batch.size(), System.nanoTime() - start);
    }

    @Override
    public Map<TopicPartition, Long> assigned(Collection<TopicPartition> partitions) {
        Map<LogPartition, Long> offsets =
                startingPoints.of(partitions.stream().map(Ingestion::of).toList(), positions);
        positions.putAll(offsets);
        Map<TopicPartition, Long> next = new HashMap<>();
        offsets.forEach(
                (partition, offset) -> next.put(new TopicPartition(partition.topic(), partition.partition()), offset));
        return next;
    }

    @Override
    public void revoked(Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> positions.remove(of(partition)));
    }

    private static Reading read(EventRecord read) {
        String id =
                read.id().isEmpty() ? "%s/%d/%d".formatted(read.topic(), read.partition(), read.offset()) : read.id();
        return Reading.of(new Entry(read.topic(), read.partition(), read.offset(), read.key(), id, read.event()));
    }

    private static LogPartition of(TopicPartition partition) {
        return new LogPartition(partition.topic(), partition.partition());
    }
}
