package io.freshet.language.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.freshet.contracts.json.EventJson;
import io.freshet.contracts.spec.DatasetSpec;
import io.freshet.contracts.spec.InputSpec;
import io.freshet.contracts.spec.OutputSpec;
import io.freshet.contracts.spec.TaskSpec;
import io.freshet.contracts.spec.WorkflowSpec;
import io.freshet.language.WorkflowParser;
import io.freshet.language.grammar.SpecErrorCode;
import io.freshet.language.grammar.SpecErrors;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The definition fits into an event, and so do the events that carry parts of it. What is checked here holds at {@code validate} as well as
 * at {@code deploy}, since both read with {@link WorkflowParser}.
 */
public final class SizeCheck implements SpecCheck {
    /** Bytes of the specification as JSON: with the fingerprints of all tasks' code the definition has less than 1 MiB. */
    static final int MAX_SPEC_BYTES = 768 * 1024;

    /** Characters of the path of a dataset, and of its layout, which each report of its changes has. */
    static final int MAX_PLACE_CHARACTERS = 4_000;

    static final int MAX_TASKS = 1_000;
    static final int MAX_DATASETS = 1_000;

    /** Parameters of a workflow, or of a task. */
    static final int MAX_PARAMS = 100;

    /** Inputs, or outputs, of one task. */
    static final int MAX_INPUTS = 500;

    /** Bytes of one task's part, which each of its attempts carries. */
    static final int MAX_TASK_BYTES = 256 * 1024;

    /** Bytes of all parameters of a workflow together, each of which may be in each order. */
    static final int MAX_PARAM_BYTES = 128 * 1024;

    /** Bytes that an order has of the specification: the task, and of each input and output where it is and what it is called. */
    static final int MAX_ORDER_BYTES = 384 * 1024;

    /** Bytes that an order has of each input and output besides: both names, the namespace, and the identity of a list. */
    private static final int ORDER_BYTES_OF_A_DATASET = 400;

    /** Bytes that a definition has besides of each task and dataset: fingerprints, and from where the dataset is read. */
    private static final int DEFINITION_BYTES_OF_A_NAME = 140;

    private static final int MAX_DEFINITION_BYTES = 900 * 1024;

    @Override
    public void check(WorkflowSpec spec, SpecErrors errors) {
        atMost(MAX_TASKS, spec.tasks(), "spec.tasks", "tasks", errors);
        atMost(MAX_DATASETS, spec.datasets(), "spec.datasets", "datasets", errors);
        atMost(MAX_PARAMS, spec.params(), "spec.params", "parameters", errors);
        for (DatasetSpec dataset : spec.datasets().values()) {
            String path = "spec.datasets." + dataset.name();
            placeAtMost(dataset.path(), path + ".path", errors);
            placeAtMost(dataset.layout().toString(), path + ".layout", errors);
        }
        for (TaskSpec task : spec.tasks().values()) {
            String path = "spec.tasks." + task.name();
            atMost(MAX_PARAMS, task.params(), path + ".params", "parameters", errors);
            atMost(MAX_INPUTS, task.inputs(), path + ".inputs", "inputs", errors);
            atMost(MAX_INPUTS, task.outputs(), path + ".outputs", "outputs", errors);
            bytesAtMost(MAX_TASK_BYTES, bytes(task), path, "the task", errors);
            bytesAtMost(MAX_ORDER_BYTES, orderBytes(spec, task), path, "the task with its datasets", errors);
        }
        bytesAtMost(MAX_PARAM_BYTES, bytes(spec.params()), "spec.params", "all parameters", errors);
        if (errors.isEmpty()) {
            int bytes = bytes(spec);
            String whole = "the workflow, of which this is the largest part,";
            bytesAtMost(MAX_SPEC_BYTES, bytes, largest(spec), whole, errors);
            int names = spec.tasks().size() + spec.datasets().size();
            bytesAtMost(
                    MAX_DEFINITION_BYTES,
                    bytes + names * DEFINITION_BYTES_OF_A_NAME,
                    largest(spec),
                    whole + " with what a definition adds to it,",
                    errors);
        }
    }

    private static int orderBytes(WorkflowSpec spec, TaskSpec task) {
        return bytes(task)
                + Stream.concat(
                                task.inputs().values().stream().map(InputSpec::dataset),
                                task.outputs().values().stream().map(OutputSpec::dataset))
                        .mapToInt(dataset -> ORDER_BYTES_OF_A_DATASET
                                + placeBytes(spec.datasets().get(dataset)))
                        .sum();
    }

    /** Another namespace's dataset has none here. */
    private static int placeBytes(@Nullable DatasetSpec dataset) {
        return dataset == null ? 0 : bytes(dataset.path()) + bytes(dataset.layout());
    }

    private static void placeAtMost(String place, String path, SpecErrors errors) {
        if (place.length() > MAX_PLACE_CHARACTERS) {
            errors.at(
                    path,
                    SpecErrorCode.TOO_LARGE,
                    "it has %,d characters, and may have %,d".formatted(place.length(), MAX_PLACE_CHARACTERS),
                    "use shorter names of directories");
        }
    }

    private static void atMost(int most, Map<String, ?> found, String path, String what, SpecErrors errors) {
        if (found.size() > most) {
            errors.at(
                    path,
                    SpecErrorCode.TOO_LARGE,
                    "there are %,d %s, and at most %,d may be".formatted(found.size(), what, most),
                    "split what belongs apart");
        }
    }

    private static void bytesAtMost(int most, int bytes, String path, String what, SpecErrors errors) {
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
