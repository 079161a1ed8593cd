package io.freshet.scheduler.domain;

import io.freshet.contracts.api.RunOrder;
import io.freshet.contracts.spec.TaskSpec;
import io.freshet.contracts.spec.WorkflowSpec;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Which tasks an order means. */
public final class RunSelection {
    private RunSelection() {}

    /** The tasks by name, in the order of the specification; empty: all. What the workflow does not have stays in, to be refused. */
    public static List<String> of(WorkflowSpec workflow, RunOrder order) {
        Set<String> chosen = new LinkedHashSet<>(order.tasks());
        chosen.addAll(order.from());
        Set<String> downstream = new LinkedHashSet<>(order.from());
        boolean more = true;
        while (more) {
            more = false;
            for (TaskSpec task : workflow.tasks().values()) {
                more |= readsOf(workflow, task, downstream) && downstream.add(task.name());
            }
        }
        chosen.addAll(downstream);
        List<String> known =
                workflow.tasks().keySet().stream().filter(chosen::contains).toList();
        chosen.removeAll(known);
        return Stream.concat(known.stream(), chosen.stream()).toList();
    }

    private static boolean readsOf(WorkflowSpec workflow, TaskSpec task, Set<String> producers) {
        return task.inputs().values().stream()
                .anyMatch(input -> workflow.producer(input.dataset())
                        .filter(producer -> producers.contains(producer.name()))
                        .isPresent());
    }
}
