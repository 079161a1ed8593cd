package io.freshet.contracts.spec;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a task reads a dataset.
 *
 * @param dataset the dataset's name, by default the input's
 * @param optional whether the task also runs when nothing is there
 * @param window per time dimension, how many values up to and including the task's own
 * @param offset per time dimension, how many values before (negative)
 * @param expect per gathered dimension, the values that must be there
 * @param minimum how many partitions a gather needs at the least; null: one
 * @param deadline after how long a gather goes on without what it expects; null: never
 * @param pace how its changes are gathered before they make an instance run
 */
public record InputSpec(
        String name,
        String dataset,
        boolean optional,
        Map<String, Integer> window,
        Map<String, Integer> offset,
        Map<String, List<String>> expect,
        @Nullable Integer minimum,
        @Nullable Duration deadline,
        PaceSpec pace) {
    public InputSpec {
        window = OrderedCopies.copy(window);
        offset = OrderedCopies.copy(offset);
        expect = OrderedCopies.copy(expect);
    }

    /** An input that says nothing but which dataset. */
    public static InputSpec of(String dataset) {
        return new InputSpec(dataset, dataset, false, Map.of(), Map.of(), Map.of(), null, null, PaceSpec.AT_ONCE);
    }
}
