package io.freshet.language.check;

import io.freshet.contracts.spec.TaskSpec;
import io.freshet.contracts.spec.WorkflowSpec;
import io.freshet.contracts.text.Suggestion;
import io.freshet.language.grammar.SpecErrorCode;
import io.freshet.language.grammar.SpecErrors;
import java.util.List;
import java.util.stream.Stream;

/**
 * What may be wrong with the run that a trigger asks for, of whatever kind the trigger is.
 *
 * @param path of the trigger
 */
record RunTemplateErrors(WorkflowSpec spec, String path, SpecErrors errors) {
    /** The tasks of the workflow that are asked for: all of them if none is named. */
    Stream<TaskSpec> asked(List<String> names) {
        return spec.tasks().values().stream().filter(task -> names.isEmpty() || names.contains(task.name()));
    }

    /** The tasks that it asks for are the workflow's. */
    void checkTasks(List<String> names) {
        for (int i = 0; i < names.size(); i++) {
            if (!spec.tasks().containsKey(names.get(i))) {
                errors.at(
                        "%s.tasks[%d]".formatted(path, i),
                        SpecErrorCode.BAD_VALUE,
                        "workflow '%s' has no task '%s'".formatted(spec.name(), names.get(i)),
                        Suggestion.hint(names.get(i), spec.tasks().keySet()));
            }
        }
    }

    /** It gives a value to a parameter that the workflow does not have. */
    void unknownParam(String name) {
        errors.at(
                "%s.params.%s".formatted(path, name),
                SpecErrorCode.BAD_VALUE,
                "workflow '%s' has no parameter '%s'".formatted(spec.name(), name),
                Suggestion.hint(name, spec.params().keySet()));
    }

    /** It chooses by a dimension that none of its tasks has. */
    void unknownDimension(String name) {
        errors.at(
                "%s.where.%s".formatted(path, name),
                SpecErrorCode.UNKNOWN_DIMENSION,
                "no task that it asks for has a dimension '%s'".formatted(name),
                "take a dimension of the tasks' outputs");
    }

    /** A task without inputs has the instances that a request gives it, and it gives none. */
    void undetermined(String dimension, TaskSpec task) {
        errors.at(
                path,
                SpecErrorCode.DIMENSION_MISMATCH,
                "nothing says which '%s' task '%s' is to make, which has no inputs".formatted(dimension, task.name()),
                "add where: {%s: ...}, or choose other tasks".formatted(dimension));
    }
}
