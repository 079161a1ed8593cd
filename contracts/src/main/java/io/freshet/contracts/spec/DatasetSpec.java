package io.freshet.contracts.spec;

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
 * @param deletions what becomes of a partition that is no longer there
 * @param labels such as {@code phi}; sorted
 * @param zone the storage root it lives in; null for the default one
 */
public record DatasetSpec(
        String name,
        String path,
        Layout layout,
        WatchSpec watch,
        @Nullable RegistrySpec registry,
        Deletions deletions,
        List<String> labels,
        @Nullable String zone) {
    /** What becomes, for those who read it, of a partition that is no longer there. */
    public enum Deletions {
        /** It is gone for them, too. */
        PROPAGATE,
        /** They keep it as it was. */
        IGNORE
    }

    public DatasetSpec {
        labels = labels.stream().sorted().toList();
    }
}
