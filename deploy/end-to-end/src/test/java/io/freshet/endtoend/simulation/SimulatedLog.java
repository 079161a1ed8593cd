package io.freshet.endtoend.simulation;

import io.freshet.contracts.event.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Topics in memory: records of one key are in one partition, in the order in which they were written. */
final class SimulatedLog {
    static final List<Integer> PARTITIONS = List.of(0, 1);

    /** A record that cannot be lost any more. */
    record Entry(String topic, String key, Event event, Instant at) {}

    /** Is told of every record. */
    @FunctionalInterface
    interface Reader {
        void read(Entry entry);
    }

    private final Map<String, List<List<Entry>>> topics = new TreeMap<>();
    private final List<Reader> readers = new ArrayList<>();

    void tell(Reader reader) {
        readers.add(reader);
    }

    void append(Entry entry) {
        partition(entry.topic(), partitionOf(entry.key())).add(entry);
        readers.forEach(reader -> reader.read(entry));
    }

    List<Entry> partition(String topic, int partition) {
        return topics.computeIfAbsent(
                        topic,
                        _ -> PARTITIONS.stream()
                                .map(_ -> (List<Entry>) new ArrayList<Entry>())
                                .toList())
                .get(partition);
    }

    /** Where a record stands in its partition. */
    @SuppressWarnings("ReferenceEquality") // the same words may be said twice
    long offset(Entry entry) {
        List<Entry> partition = partition(entry.topic(), partitionOf(entry.key()));
        for (int offset = partition.size() - 1; offset >= 0; offset--) {
            if (partition.get(offset) == entry) {
                return offset;
            }
        }
        throw new IllegalArgumentException("not a record of this log: " + entry);
    }

    static int partitionOf(String key) {
        return Math.floorMod(key.hashCode(), PARTITIONS.size());
    }
}
