package io.freshet.watcher.ledger;

import io.freshet.contracts.data.RelativePath;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.watcher.domain.Announcement;
import io.freshet.watcher.domain.EventCounts;
import io.freshet.watcher.domain.Target;
import io.freshet.watcher.domain.TargetState;
import io.freshet.watcher.domain.UnannouncedFile;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What events have said of one dataset. Each write is atomic, also against the death of the process. For one thread, but for what is received. */
public interface Announcements {
    /**
     * One that was read from the log and not yet taken.
     *
     * @param place in the order in which they are taken
     */
    record Received(Place place, Announcement announcement) {}

    /** A place in the topic of events. */
    record Place(int partition, long offset) {}

    /**
     * What is written at once.
     *
     * @param taken is received no more; null: none
     * @param counts in total; null: unchanged
     */
    record Change(
            @Nullable Place taken,
            Map<Target, TargetState> targets,
            SortedMap<UnannouncedKey, UnannouncedFile> unannounced,
            @Nullable EventCounts counts) {
        public Change {
            targets = Map.copyOf(targets);
            unannounced = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(unannounced));
        }
    }

    /** A file of a partition. */
    record UnannouncedKey(PartitionKey partition, RelativePath path) implements Comparable<UnannouncedKey> {
        @Override
        public int compareTo(UnannouncedKey other) {
            int order = partition.compareTo(other.partition);
            return order == 0 ? path.compareTo(other.path) : order;
        }
    }

    /** The first that are not yet taken, in order. */
    List<Received> received(int limit);

    Optional<TargetState> target(Target target);

    /** All targets with an announcement that is open. */
    SortedMap<Target, TargetState> open();

    Optional<UnannouncedFile> unannounced(PartitionKey partition, RelativePath path);

    /** Of all files of a partition. */
    SortedMap<UnannouncedKey, UnannouncedFile> unannounced(PartitionKey partition);

    /** Goes over all files, as they are now. */
    void eachUnannounced(BiConsumer<UnannouncedKey, UnannouncedFile> visitor);

    /** {@link EventCounts#NONE} before the first event. */
    EventCounts counts();

    /** Writes all of it. A target without anything open keeps when it was last announced; a file without contents is forgotten. */
    void write(Change change);
}
