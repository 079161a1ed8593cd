package io.freshet.endtoend.simulation;

import io.freshet.endtoend.simulation.SimulatedLog.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The place of a consumer group in its partitions: how far it has read, and how far it said that it was done. */
final class SimulatedConsumer {
    private static final class Place {
        final List<Entry> partition;
        int read;
        int committed;

        Place(List<Entry> partition) {
            this.partition = partition;
        }
    }

    private final List<Place> places = new ArrayList<>();

    SimulatedConsumer(SimulatedLog log, List<String> topics, List<Integer> partitions) {
        for (String topic : topics) {
            for (int partition : partitions) {
                places.add(new Place(log.partition(topic, partition)));
            }
        }
    }

    boolean hasNext() {
        return places.stream().anyMatch(place -> place.read < place.partition.size());
    }

    /** The next record of any partition that has one; their order among each other is a matter of luck. */
    Entry next(Random luck) {
        List<Place> ready = places.stream()
                .filter(place -> place.read < place.partition.size())
                .toList();
        Place place = ready.get(luck.nextInt(ready.size()));
        place.read++;
        return place.partition.get(place.read - 1);
    }

    boolean hasUncommitted() {
        return places.stream().anyMatch(place -> place.read > place.committed);
    }

    void commit() {
        places.forEach(place -> place.committed = place.read);
    }

    /** What its successor does. */
    void rewind() {
        places.forEach(place -> place.read = place.committed);
    }
}
