package io.freshet.launcher.dataplane;

import io.freshet.contracts.data.RelativePath;
import io.freshet.contracts.event.AttemptSpec;
import io.freshet.contracts.partition.Dimension;
import io.freshet.contracts.partition.Layout;
import io.freshet.contracts.partition.PartitionKey;
import java.util.Optional;

/**
 * Which partitions of an output an instance may write: the one that its own partition determines or, where the layout has dimensions that
 * the task does not have (fan-out), any that agrees with it in those that it has.
 *
 * @param instance the partition of the instance
 */
record WritablePartitions(AttemptSpec.Output output, Layout layout, PartitionKey instance) {
    /** How many partitions of one output an attempt may write: its report names each of them. */
    static final int MOST = 10_000;

    static WritablePartitions of(AttemptSpec work, AttemptSpec.Output output) {
        return new WritablePartitions(
                output, Layout.parse(output.layout()), work.instance().partition());
    }

    /**
     * The partition of a file that was written.
     *
     * @throws RejectedOutputException if it fits no partition, or one of another instance
     */
    PartitionKey partitionOf(RelativePath path) throws RejectedOutputException {
        PartitionKey found = layout.match(path.text())
                .orElseThrow(() -> new RejectedOutputException("output %s: '%s' does not fit the layout %s%s"
                        .formatted(output.name(), path, layout, example())));
        for (Dimension dimension : layout.dimensions()) {
            if (!agrees(dimension, found)) {
                throw new RejectedOutputException("output %s: '%s' belongs to partition %s, but this instance writes %s"
                        .formatted(output.name(), path, found, instance));
            }
        }
        return found;
    }

    private boolean agrees(Dimension dimension, PartitionKey found) {
        Optional<String> own = instance.value(dimension.name());
        Optional<String> theirs = found.value(dimension.name());
        if (own.isEmpty() || theirs.isEmpty() || own.equals(theirs)) {
            return true;
        }
        // A coarser point in time is the beginning of the text of a finer one, whose parts have fixed widths.
        return dimension.time().isPresent()
                && (own.get().startsWith(theirs.get()) || theirs.get().startsWith(own.get()));
    }

    /**
     * Where the instance's own partition is, below the output's directory and in the written form of a relative path: its file where the
     * layout names exactly one, else the directory of all its files; empty if that is the output's.
     */
    String ownPath() {
        return isDetermined() && !layout.hasGlobs() ? layout.format(instance) : layout.directory(instance);
    }

    private String example() {
        return isDetermined() ? "; for this instance it would be " + layout.format(instance) : "";
    }

    private boolean isDetermined() {
        return layout.dimensions().stream()
                .allMatch(dimension -> instance.value(dimension.name())
                        .filter(value -> dimension
                                .time()
                                .map(granularity -> granularity.canTruncate(value))
                                .orElse(true))
                        .isPresent());
    }
}
