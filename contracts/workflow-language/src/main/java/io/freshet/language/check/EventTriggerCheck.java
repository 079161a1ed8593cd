package io.freshet.language.check;

import io.freshet.contracts.partition.Dimension;
import io.freshet.contracts.spec.EventTriggerSpec;
import io.freshet.contracts.spec.TaskSpec;
import io.freshet.contracts.spec.WorkflowSpec;
import io.freshet.contracts.text.Suggestion;
import io.freshet.language.expression.Condition;
import io.freshet.language.expression.ValueExpression;
import io.freshet.language.grammar.SpecErrorCode;
import io.freshet.language.grammar.SpecErrors;
import io.freshet.language.trigger.EventTriggers;
import java.util.List;
import java.util.Map;

/** Event triggers have names of their own, expressions that type-check, and ask for what the workflow has. */
public final class EventTriggerCheck implements SpecCheck {
    static final int MAX_TRIGGERS = 100;

    private static final String SPEAKS_OF =
            "it may speak of event.type, event.source and other attributes, and of fields of the data, such as data.date";

    @Override
    public void check(WorkflowSpec spec, SpecErrors errors) {
        new NamedTriggers<>(EventTriggerSpec.class, "event", "event triggers", MAX_TRIGGERS)
                .check(
                        spec,
                        errors,
                        EventTriggerSpec::name,
                        (trigger, path) -> new OneTrigger(spec, trigger, path, errors).check());
    }

    private record OneTrigger(WorkflowSpec spec, EventTriggerSpec trigger, String path, SpecErrors errors) {
        void check() {
            EventTriggerSpec.RunTemplate run = trigger.run();
            String filter = trigger.filter();
            if (filter != null
                    && Condition.compile(filter, EventTriggers.VARIABLES)
                            instanceof Condition.Compiled.Invalid(String message)) {
                wrong(path + ".filter", message);
            }
            String deduplicate = trigger.deduplicate();
            if (deduplicate != null) {
                checkExpression(path + ".deduplicate", deduplicate);
            }
            checkExpressions(path + ".where", run.where());
            checkExpressions(path + ".params", run.params());
            checkNames(run);
        }

        private void checkExpressions(String place, Map<String, String> expressions) {
            expressions.forEach((name, expression) -> checkExpression("%s.%s".formatted(place, name), expression));
        }

        private void checkExpression(String place, String expression) {
            if (ValueExpression.compile(expression, EventTriggers.VARIABLES)
                    instanceof ValueExpression.Compiled.Invalid(String message)) {
                wrong(place, message);
            }
        }

        private void wrong(String place, String message) {
            errors.at(place, SpecErrorCode.BAD_EXPRESSION, "the expression is not right: " + message, SPEAKS_OF);
        }

        private void checkNames(EventTriggerSpec.RunTemplate run) {
            NamedTriggers.checkTasks(spec, run.tasks(), path, errors);
            for (String name : run.params().keySet()) {
                if (!spec.params().containsKey(name)) {
                    errors.at(
                            "%s.params.%s".formatted(path, name),
                            SpecErrorCode.BAD_VALUE,
                            "workflow '%s' has no parameter '%s'".formatted(spec.name(), name),
                            Suggestion.hint(name, spec.params().keySet()));
                }
            }
            if (spec.tasks().values().stream().allMatch(task -> DimensionCheck.isReadable(spec, task, errors))) {
                checkDimensions(run);
            }
        }

        private void checkDimensions(EventTriggerSpec.RunTemplate run) {
            List<TaskSpec> asked = spec.tasks().values().stream()
                    .filter(task -> run.tasks().isEmpty() || run.tasks().contains(task.name()))
                    .toList();
            List<String> dimensions = asked.stream()
                    .flatMap(task -> spec.taskDimensions(task).stream())
                    .map(Dimension::name)
                    .distinct()
                    .toList();
            for (String name : run.where().keySet()) {
                if (!dimensions.contains(name)) {
                    errors.at(
                            "%s.where.%s".formatted(path, name),
                            SpecErrorCode.UNKNOWN_DIMENSION,
                            "no task that it asks for has a dimension '%s'".formatted(name),
                            "take a dimension of the tasks' outputs");
                }
            }
            for (TaskSpec task : asked) {
                // A task without inputs has the instances that a request gives it, and no others.
                spec.taskDimensions(task).stream()
                        .map(Dimension::name)
                        .filter(name -> task.inputs().isEmpty() && !run.where().containsKey(name))
                        .findFirst()
                        .ifPresent(name -> errors.at(
                                path,
                                SpecErrorCode.DIMENSION_MISMATCH,
                                "nothing says which '%s' task '%s' is to make, which has no inputs"
                                        .formatted(name, task.name()),
                                "add where: {%s: ...}, or choose other tasks".formatted(name)));
            }
        }
    }
}
