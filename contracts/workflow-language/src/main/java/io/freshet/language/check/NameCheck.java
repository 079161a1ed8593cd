package io.freshet.language.check;

import io.freshet.contracts.partition.Dimension;
import io.freshet.contracts.spec.DatasetSpec;
import io.freshet.contracts.spec.TaskSpec;
import io.freshet.contracts.spec.WorkflowSpec;
import io.freshet.language.grammar.SpecErrorCode;
import io.freshet.language.grammar.SpecErrors;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Nothing that a task sees as an environment variable shares the variable with something else. */
public final class NameCheck implements SpecCheck {
    @Override
    public void check(WorkflowSpec spec, SpecErrors errors) {
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

    private static void collect(Collection<String> names, String path, Map<String, String> seen, SpecErrors errors) {
        names.forEach(name -> put(name, path + name, seen, errors));
    }

    private static void put(String name, String path, Map<String, String> seen, SpecErrors errors) {
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
