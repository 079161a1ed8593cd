package io.freshet.planner.domain.model;

import io.freshet.contracts.event.ConcurrencyLimit;
import io.freshet.contracts.partition.Dimension;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.ConcurrencySpec;
import io.freshet.contracts.spec.TaskSpec;
import io.freshet.contracts.spec.WorkflowSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many attempts of a task may run at once, by the author's word.
 *
 * @param always what holds for every instance
 * @param keyed what holds for those with an equal key
 */
record TaskLimits(List<ConcurrencyLimit> always, List<Keyed> keyed) {
    /**
     * A limit for each key.
     *
     * @param task null: of all tasks
     */
    record Keyed(@Nullable String task, ConcurrencySpec concurrency) {}

    static TaskLimits of(WorkflowSpec workflow, TaskSpec task, List<Dimension> dimensions) {
        List<ConcurrencyLimit> always = new ArrayList<>();
        List<Keyed> keyed = new ArrayList<>();
        Integer ofTask = task.maxActive();
        if (ofTask != null) {
            always.add(new ConcurrencyLimit(task.name(), null, ofTask));
        }
        Integer ofWorkflow = workflow.maxActive();
        if (ofWorkflow != null) {
            always.add(new ConcurrencyLimit(null, null, ofWorkflow));
        }
        ConcurrencySpec own = task.concurrency();
        if (own != null) {
            keyed.add(new Keyed(task.name(), own));
        }
        ConcurrencySpec shared = workflow.concurrency();
        if (shared != null && shared.fits(dimensions)) {
            keyed.add(new Keyed(null, shared));
        }
        return new TaskLimits(List.copyOf(always), List.copyOf(keyed));
    }

    /** Those of one instance: none, mostly. */
    List<ConcurrencyLimit> of(PartitionKey partition) {
        if (keyed.isEmpty()) {
            return always;
        }
        List<ConcurrencyLimit> limits = new ArrayList<>(always);
        keyed.forEach(each -> limits.add(new ConcurrencyLimit(
                each.task(),
                each.concurrency().keyOf(partition),
                each.concurrency().max())));
        return limits;
    }
}
