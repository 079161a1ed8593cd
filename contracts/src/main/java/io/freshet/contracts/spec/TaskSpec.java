package io.freshet.contracts.spec;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One processing step.
 *
 * @param inputs by input name; an input is named like its dataset unless it says otherwise
 * @param outputs by dataset name
 * @param partitionBy the task's dimensions, a subset of its outputs'; empty: derived, see {@link WorkflowSpec#taskDimensions}
 * @param params constant parameters of the task, seen beside the workflow's
 * @param timeout of one attempt; null: the installation's limit
 * @param runAs the identity; null: the launcher's default for tasks
 * @param clears labels that this task removes
 * @param when a condition; null: always
 * @param onFailure null: the task fails
 * @param pool the pool whose slots its attempts take
 * @param priority higher is admitted first, -1000 to 1000
 * @param maxActive how many attempts of the task may run at once; null: no limit of its own
 * @param concurrency how many of its attempts of equal key may run at once; null: any number
 * @param onChange what a change of an input does to a running attempt
 * @param batch how many instances one process may work through; null: one process each
 */
public record TaskSpec(
        String name,
        Map<String, InputSpec> inputs,
        Map<String, OutputSpec> outputs,
        List<String> partitionBy,
        RunSpec run,
        Map<String, String> params,
        RetrySpec retries,
        @Nullable Duration timeout,
        @Nullable RunAsSpec runAs,
        List<String> clears,
        @Nullable String when,
        @Nullable FailureSpec onFailure,
        String pool,
        int priority,
        @Nullable Integer maxActive,
        @Nullable ConcurrencySpec concurrency,
        OnChange onChange,
        CacheSpec cache,
        @Nullable BatchSpec batch) {
    /** The pool of a task that names none. */
    public static final String DEFAULT_POOL = "default";

    /** Equal to the name of the default pool, for whoever does not write that. */
    public static final class DefaultPool {
        @Override
        public boolean equals(Object other) {
            return DEFAULT_POOL.equals(other);
        }

        @Override
        public int hashCode() {
            return DEFAULT_POOL.hashCode();
        }
    }

    /** What a change of an input does while an attempt runs. */
    public enum OnChange {
        QUEUE,
        CANCEL
    }

    public TaskSpec {
        inputs = OrderedCopies.copy(inputs);
        outputs = OrderedCopies.copy(outputs);
        partitionBy = List.copyOf(partitionBy);
        params = OrderedCopies.copy(params);
        clears = List.copyOf(clears);
    }
}
