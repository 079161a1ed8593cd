package io.freshet.contracts.workflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.freshet.contracts.envelope.EventJson;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * The definition fits into an event, and so do the events that carry parts of it. What is checked here holds at {@code validate} as well as
 * at {@code deploy}, since both read with {@link WorkflowParser}.
 */
final class SizeCheck implements SpecCheck {
    /** Bytes of the specification as JSON: with the fingerprints of all tasks' code the definition has less than 1 MiB. */
    static final int MAX_SPEC_BYTES = 768 * 1024;

    static final int MAX_TASKS = 1_000;
    static final int MAX_DATASETS = 1_000;

    /** Parameters of a workflow, or of a task. */
    static final int MAX_PARAMS = 100;

    /** Inputs, or outputs, of one task. */
    static final int MAX_INPUTS = 500;

    /** Bytes of one task's part, which each of its attempts carries. */
    static final int MAX_TASK_BYTES = 256 * 1024;

    @Override
    public void check(WorkflowSpec spec, Errors errors) {
        atMost(MAX_TASKS, spec.tasks(), "spec.tasks", "tasks", errors);
        atMost(MAX_DATASETS, spec.datasets(), "spec.datasets", "datasets", errors);
        atMost(MAX_PARAMS, spec.params(), "spec.params", "parameters", errors);
        for (TaskSpec task : spec.tasks().values()) {
            String path = "spec.tasks." + task.name();
            atMost(MAX_PARAMS, task.params(), path + ".params", "parameters", errors);
            atMost(MAX_INPUTS, task.inputs(), path + ".inputs", "inputs", errors);
            atMost(MAX_INPUTS, task.outputs(), path + ".outputs", "outputs", errors);
            bytesAtMost(MAX_TASK_BYTES, task, path, "the task", errors);
        }
        if (errors.isEmpty()) {
            bytesAtMost(
                    MAX_SPEC_BYTES, spec, largest(spec), "the workflow, of which this is the largest part,", errors);
        }
    }

    private static void atMost(int most, Map<String, ?> found, String path, String what, Errors errors) {
        if (found.size() > most) {
            errors.at(
                    path,
                    SpecErrorCode.TOO_LARGE,
                    "there are %,d %s, and at most %,d may be".formatted(found.size(), what, most),
                    "split what belongs apart");
        }
    }

    private static void bytesAtMost(int most, Object part, String path, String what, Errors errors) {
        int bytes = bytes(part);
        if (bytes > most) {
            errors.at(
                    path,
                    SpecErrorCode.TOO_LARGE,
                    "%s has %,d bytes with all aliases replaced, and may have %,d".formatted(what, bytes, most),
                    "put long texts into files of the bundle, and name them in run.code");
        }
    }

    /** The path of the largest task or dataset. */
    private static String largest(WorkflowSpec spec) {
        Optional<TaskSpec> task = spec.tasks().values().stream().max(Comparator.comparingInt(SizeCheck::bytes));
        Optional<DatasetSpec> dataset =
                spec.datasets().values().stream().max(Comparator.comparingInt(SizeCheck::bytes));
        if (task.isPresent()
                && dataset.filter(other -> bytes(other) > bytes(task.get())).isEmpty()) {
            return "spec.tasks." + task.get().name();
        }
        return dataset.map(largest -> "spec.datasets." + largest.name()).orElse("spec");
    }

    private static int bytes(Object part) {
        try {
            return EventJson.mapper().writeValueAsBytes(part).length;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a specification must be writable as JSON", e);
        }
    }
}
