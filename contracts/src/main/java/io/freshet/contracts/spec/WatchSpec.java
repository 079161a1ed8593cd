package io.freshet.contracts.spec;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a watched dataset is looked at.
 *
 * @param settle how long a partition's files must have been still before the change is reported; 0 or more
 * @param ignore glob patterns of file names (not paths) that are no data
 * @param completeWhen the name of a file that must exist in the partition's directory before the partition counts; null: none
 */
public record WatchSpec(
        Duration settle, List<String> ignore, @Nullable String completeWhen) {
    /** What holds where a dataset says nothing: two seconds. */
    public static final WatchSpec DEFAULT = new WatchSpec(Duration.ofSeconds(2), List.of(), null);

    public WatchSpec {
        ignore = List.copyOf(ignore);
    }
}
