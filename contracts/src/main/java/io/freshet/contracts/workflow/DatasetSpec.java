package io.freshet.contracts.workflow;

import io.freshet.contracts.partition.Layout;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A dataset of a workflow.
 *
 * @param path of its directory, relative to the namespace's directory
 * @param layout maps its files to partitions
 * @param watch how the watcher looks at it, if no task produces it
 * @param registry what the data is, for people and for ingestion; null if not said
 * @param labels such as {@code phi}; sorted
 * @param zone the storage root it lives in; null for the default one
 */
public record DatasetSpec(
        String name,
        String path,
        Layout layout,
        WatchSpec watch,
        @Nullable RegistrySpec registry,
        List<String> labels,
        @Nullable String zone) {
    public DatasetSpec {
        labels = labels.stream().sorted().toList();
    }
}
