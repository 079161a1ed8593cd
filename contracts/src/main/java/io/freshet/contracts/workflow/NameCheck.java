package io.freshet.contracts.workflow;

import io.freshet.contracts.partition.Dimension;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Nothing that a task sees as an environment variable shares the variable with something else. */
final class NameCheck implements SpecCheck {
    @Override
    public void check(WorkflowSpec spec, Errors errors) {
        Map<String, String> params = new HashMap<>();
        collect(spec.params().keySet(), "spec.params.", params, errors);
        for (TaskSpec task : spec.tasks().values()) {
            String path = "spec.tasks.%s.".formatted(task.name());
            collect(task.params().keySet(), path + "params.", new HashMap<>(params), errors);
        }
        for (DatasetSpec dataset : spec.datasets().values()) {
            Map<String, String> dimensions = new HashMap<>();
            for (Dimension dimension : dataset.layout().dimensions()) {
                put(dimension.name(), "spec.datasets.%s.layout".formatted(dataset.name()), dimensions, errors);
            }
        }
    }

    private static void collect(Collection<String> names, String path, Map<String, String> seen, Errors errors) {
        names.forEach(name -> put(name, path + name, seen, errors));
    }

    private static void put(String name, String path, Map<String, String> seen, Errors errors) {
        String first = seen.putIfAbsent(name.toUpperCase(Locale.ROOT).replace('-', '_'), name);
        if (first != null) {
            errors.at(
                    path,
                    SpecErrorCode.DUPLICATE_NAME,
                    "'%s' and '%s' would be one environment variable".formatted(name, first),
                    "choose names that differ in more than case, '-' and '_'");
        }
    }
}
