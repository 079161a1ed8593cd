package io.freshet.scheduler.domain;

import io.freshet.contracts.partition.Dimension;
import io.freshet.contracts.workflow.ParamSpec;
import io.freshet.contracts.workflow.WorkflowSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Whether a request to run names what the workflow has. */
public final class RunOrderCheck {
    private RunOrderCheck() {}

    /**
     * What is wrong, one sentence each; empty if nothing.
     *
     * @param tasks only these; empty: all
     * @param dimensions by which instances are chosen
     * @param params values for this run, by name
     */
    public static List<String> of(
            WorkflowSpec workflow,
            Collection<String> tasks,
            Collection<String> dimensions,
            Map<String, String> params) {
        List<String> errors = new ArrayList<>();
        for (String task : tasks) {
            if (!workflow.tasks().containsKey(task)) {
                errors.add("workflow '%s' has no task '%s': it has %s"
                        .formatted(workflow.name(), task, workflow.tasks().keySet()));
            }
        }
        TreeSet<String> known = new TreeSet<>();
        workflow.tasks().values().stream()
                .filter(task -> tasks.isEmpty() || tasks.contains(task.name()))
                .flatMap(task -> workflow.taskDimensions(task).stream())
                .map(Dimension::name)
                .forEach(known::add);
        for (String dimension : dimensions) {
            if (!known.contains(dimension)) {
                errors.add("no task of the run has a dimension '%s': there is %s".formatted(dimension, known));
            }
        }
        params.forEach((name, value) -> check(workflow, name, value).ifPresent(errors::add));
        return errors;
    }

    private static Optional<String> check(WorkflowSpec workflow, String name, String value) {
        ParamSpec param = workflow.params().get(name);
        if (param == null) {
            return Optional.of("workflow '%s' has no parameter '%s': it has %s"
                    .formatted(workflow.name(), name, workflow.params().keySet()));
        }
        if (param.accepts(value)) {
            return Optional.empty();
        }
        String type = param.type().name().toLowerCase(Locale.ROOT);
        return Optional.of("'%s' is no value of parameter '%s': it is %s"
                .formatted(value, name, param.allowed().isEmpty() ? "of type " + type : "one of " + param.allowed()));
    }
}
