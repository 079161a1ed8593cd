package io.freshet.audit.explain;

import io.freshet.contracts.api.Explanation.Missing;
import io.freshet.contracts.id.TaskRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.spec.WorkflowSpec;
import java.util.List;
import java.util.Optional;

/** Explains who would bring what is missing. */
final class MissingInputs {
    private MissingInputs() {}

    /**
     * @param inputs as the decision names them, {@code dataset/partition}
     * @param spec empty if the workflow is no longer deployed
     */
    static List<Missing> of(WorkflowRef workflow, Optional<WorkflowSpec> spec, List<String> inputs) {
        return inputs.stream().map(input -> of(workflow, spec, input)).toList();
    }

    private static Missing of(WorkflowRef workflow, Optional<WorkflowSpec> spec, String input) {
        String dataset = input.contains("/") ? input.substring(0, input.indexOf('/')) : input;
        TaskRef producer = spec.flatMap(known -> known.producer(dataset))
                .map(task -> new TaskRef(workflow.namespace(), workflow.workflow(), task.name()))
                .orElse(null);
        String path = spec.map(known -> known.datasets().get(dataset))
                .map(known -> workflow.namespace() + "/" + known.path())
                .orElse(null);
        return new Missing(input, producer, path);
    }
}
