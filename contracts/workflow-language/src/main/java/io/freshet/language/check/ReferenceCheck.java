package io.freshet.language.check;

import io.freshet.contracts.spec.InputSpec;
import io.freshet.contracts.spec.TaskSpec;
import io.freshet.contracts.spec.WorkflowSpec;
import io.freshet.contracts.text.Suggestion;
import io.freshet.language.grammar.SpecErrorCode;
import io.freshet.language.grammar.SpecErrors;
import java.util.HashMap;
import java.util.Map;

/** Every dataset that is named is declared, and has at most one producer. */
public final class ReferenceCheck implements SpecCheck {
    @Override
    public void check(WorkflowSpec spec, SpecErrors errors) {
        Map<String, String> producers = new HashMap<>();
        for (TaskSpec task : spec.tasks().values()) {
            for (InputSpec input : task.inputs().values()) {
                String path = "spec.tasks.%s.inputs.%s".formatted(task.name(), input.name());
                boolean renamed = !input.dataset().equals(input.name());
                require(spec, input.dataset(), renamed ? path + ".dataset" : path, errors);
            }
            for (String dataset : task.outputs().keySet()) {
                String path = "spec.tasks.%s.outputs.%s".formatted(task.name(), dataset);
                require(spec, dataset, path, errors);
                String first = producers.putIfAbsent(dataset, task.name());
                if (first != null) {
                    errors.at(
                            path,
                            SpecErrorCode.TWO_PRODUCERS,
                            "dataset '%s' is already written by task '%s'".formatted(dataset, first),
                            "give each task a dataset of its own");
                }
            }
        }
    }

    static void require(WorkflowSpec spec, String dataset, String path, SpecErrors errors) {
        if (!spec.datasets().containsKey(dataset) && !errors.isFull()) {
            errors.at(
                    path,
                    SpecErrorCode.UNKNOWN_DATASET,
                    "dataset '%s' is not declared".formatted(dataset),
                    Suggestion.nearest(dataset, spec.datasets().keySet())
                            .map("did you mean '%s'?"::formatted)
                            .orElse("declare it under spec.datasets"));
        }
    }
}
