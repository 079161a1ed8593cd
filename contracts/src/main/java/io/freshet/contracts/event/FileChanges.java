package io.freshet.contracts.event;

import io.freshet.contracts.id.DatasetRef;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Partitions of a dataset changed: seen by the watcher, or accepted by the planner as a task's outputs. Topic
 * {@code file-changes}, key {@code namespace/dataset}. Reading it twice is harmless: a change to the version that a reader
 * already has is no change.
 *
 * @param path of the dataset's directory, relative to the namespace's directory
 * @param layout of the dataset, its text
 * @param changes at most {@value #MAX_CHANGES} of them; a larger batch has several parts
 * @param produced who made the new versions; null for a watched dataset
 */
public record FileChanges(
        DatasetRef dataset,
        String path,
        String layout,
        Cause cause,
        Batch batch,
        List<PartitionChange> changes,
        @Nullable ProducedBy produced,
        Instant at)
        implements Event {
    /** The bound on the changes of one event, which keeps it well below a megabyte. */
    public static final int MAX_CHANGES = EventParts.MAX_ENTRIES;

    /** Cuts changes into parts that fit into an event each. */
    public static List<List<PartitionChange>> parts(List<PartitionChange> changes) {
        return EventParts.split(changes, change -> change.partition().toString().length());
    }

    public FileChanges {
        changes = List.copyOf(changes);
    }

    @Override
    public String subject() {
        return dataset.toString();
    }

    @Override
    public Optional<String> correlation() {
        return Optional.ofNullable(produced).map(ProducedBy::run);
    }
}
