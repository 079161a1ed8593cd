package io.freshet.watcher.domain;

import io.freshet.contracts.data.RelativePath;
import io.freshet.contracts.partition.Layout;
import io.freshet.contracts.partition.PartitionKey;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What an announcement is about, in the terms of the dataset's layout.
 *
 * @param path null: any file of the partition
 */
public record Target(PartitionKey partition, @Nullable RelativePath path) implements Comparable<Target> {
    private static final Comparator<Target> ORDER =
            Comparator.comparing(Target::partition).thenComparing(Target::pathText);

    /**
     * Finds it.
     *
     * @throws IllegalArgumentException if the dataset cannot have it, with the reason
     */
    public static Target of(Announcement announcement, Layout layout) {
        PartitionKey named = announcement.partition();
        RelativePath path = announcement.path();
        PartitionKey partition = named == null ? null : named.project(layout.dimensions());
        if (path == null) {
            if (partition == null && !layout.dimensions().isEmpty()) {
                throw new IllegalArgumentException(
                        "it names no partition, and the dataset has more than one: %s".formatted(layout));
            }
            return new Target(partition == null ? PartitionKey.NONE : partition, null);
        }
        PartitionKey of = layout.match(path.text())
                .orElseThrow(() -> new IllegalArgumentException(
                        "the path '%s' does not fit the layout %s".formatted(path, layout)));
        if (partition != null && !partition.equals(of)) {
            throw new IllegalArgumentException(
                    "the path '%s' belongs to partition %s, not to %s".formatted(path, of, partition));
        }
        return new Target(of, path);
    }

    /** The path; empty for any. */
    public String pathText() {
        return path == null ? "" : path.text();
    }

    @Override
    public int compareTo(Target other) {
        return ORDER.compare(this, other);
    }
}
