package io.freshet.watcher.domain;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.event.Batch;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.event.PartitionChange;
import io.freshet.contracts.id.DerivedId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Changes of one dataset that count as one: they have one cause, and readers act on all of them or none. */
public final class ChangeBatch {
    private ChangeBatch() {}

    /**
     * The events of a batch, in order.
     *
     * @param sequence counts the batches of the dataset: where a partition goes from one version to another for the second time,
     *     that is another cause
     * @param changes at least one
     * @param files how many files changed
     */
    public static List<FileChanges> events(
            WatchedDataset dataset, long sequence, List<PartitionChange> changes, long files, Instant now) {
        if (changes.isEmpty()) {
            throw new IllegalArgumentException("a batch of " + dataset.ref() + " without a change");
        }
        List<PartitionChange> sorted = changes.stream()
                .sorted(Comparator.comparing(PartitionChange::partition))
                .toList();
        String id = id(dataset, sequence, sorted);
        Cause cause = new Cause(id, Cause.Kind.FILES_CHANGED, now, sentence(dataset, sorted.size(), files));
        List<FileChanges> events = new ArrayList<>();
        List<List<PartitionChange>> parts = FileChanges.parts(sorted);
        for (List<PartitionChange> part : parts) {
            Batch batch = new Batch(id, events.size(), events.size() == parts.size() - 1);
            events.add(new FileChanges(
                    dataset.ref(), dataset.path(), dataset.layout().toString(), cause, batch, part, null, now));
        }
        return events;
    }

    private static String id(WatchedDataset dataset, long sequence, List<PartitionChange> sorted) {
        List<String> parts = new ArrayList<>(3 * sorted.size() + 3);
        parts.add("files-changed");
        parts.add(dataset.ref().toString());
        parts.add(Long.toString(sequence));
        for (PartitionChange change : sorted) {
            parts.add(change.partition().toString());
            parts.add(text(change.before()));
            parts.add(text(change.after()));
        }
        return DerivedId.of(parts.toArray(String[]::new));
    }

    private static String text(@Nullable PartitionVersion version) {
        return version == null ? "" : version.fingerprint().hex();
    }

    private static String sentence(WatchedDataset dataset, int partitions, long files) {
        return "%d file%s in %d partition%s of %s changed"
                .formatted(
                        files,
                        files == 1 ? "" : "s",
                        partitions,
                        partitions == 1 ? "" : "s",
                        dataset.ref().dataset());
    }
}
