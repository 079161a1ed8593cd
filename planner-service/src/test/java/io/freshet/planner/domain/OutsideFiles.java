package io.freshet.planner.domain;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.event.Batch;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.event.PartitionChange;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.PartitionKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The files of a {@link World} that come from outside. */
final class OutsideFiles {
    private final Map<String, Map<PartitionKey, PartitionVersion>> files = new HashMap<>();

    /** What there is, by dataset. */
    Map<String, Map<PartitionKey, PartitionVersion>> all() {
        return files;
    }

    /** Writes, or deletes where the version is null. */
    List<PartitionChange> change(String dataset, Map<PartitionKey, PartitionVersion> changes) {
        Map<PartitionKey, PartitionVersion> there = files.computeIfAbsent(dataset, _ -> new TreeMap<>());
        List<PartitionChange> list = new ArrayList<>();
        changes.forEach((partition, version) -> {
            PartitionVersion before = there.get(partition);
            list.add(new PartitionChange(partition, before, version));
            if (version == null) {
                there.remove(partition);
            } else {
                there.put(partition, version);
            }
        });
        return list;
    }

    /**
     * What the watcher says of them: one batch, in parts of the size.
     *
     * @param clock asked for each part
     */
    static List<FileChanges> parts(
            DatasetRef dataset, Cause cause, List<PartitionChange> changes, int partSize, Supplier<Instant> clock) {
        List<FileChanges> parts = new ArrayList<>();
        for (int start = 0, index = 0; start < changes.size(); start += partSize, index++) {
            int end = Math.min(changes.size(), start + partSize);
            parts.add(new FileChanges(
                    dataset,
                    "data/" + dataset.dataset(),
                    "**",
                    cause,
                    new Batch(cause.id(), index, end == changes.size()),
                    changes.subList(start, end),
                    null,
                    clock.get()));
        }
        return parts;
    }
}
