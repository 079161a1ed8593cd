package io.freshet.language.check;

import io.freshet.contracts.partition.Dimension;
import io.freshet.contracts.spec.EventTrigger;
import io.freshet.contracts.spec.EventTriggerSpec;
import io.freshet.contracts.spec.TaskSpec;
import io.freshet.contracts.spec.WebhookTriggerSpec;
import io.freshet.contracts.spec.WorkflowSpec;
import io.freshet.language.expression.Condition;
import io.freshet.language.expression.ValueExpression;
import io.freshet.language.grammar.SpecErrorCode;
import io.freshet.language.grammar.SpecErrors;
import io.freshet.language.trigger.EventTriggers;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Event triggers and webhooks have names of their own, expressions that type-check, and ask for what the workflow has. */
public final class EventTriggerCheck implements SpecCheck {
    static final int MAX_TRIGGERS = 100;

    private static final String SPEAKS_OF =
            "it may speak of event.type, event.source and other attributes, and of fields of the data, such as data.date";

    @Override
    public void check(WorkflowSpec spec, SpecErrors errors) {
        new NamedTriggers<>(EventTrigger.class, EventTriggerCheck::key, "event triggers", MAX_TRIGGERS)
                .check(
                        spec,
                        errors,
                        EventTrigger::name,
                        (trigger, path) -> new OneTrigger(spec, trigger, path, errors).check());
    }

    private static String key(EventTrigger trigger) {
        return switch (trigger) {
            case EventTriggerSpec _ -> "event";
            case WebhookTriggerSpec _ -> "webhook";
        };
    }

    private record OneTrigger(WorkflowSpec spec, EventTrigger trigger, String path, SpecErrors errors) {
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
            RunTemplateErrors asked = new RunTemplateErrors(spec, path, errors);
            asked.checkTasks(run.tasks());
            run.params().keySet().stream()
                    .filter(name -> !spec.params().containsKey(name))
                    .forEach(asked::unknownParam);
            if (spec.tasks().values().stream().allMatch(task -> DimensionCheck.isReadable(spec, task, errors))) {
                checkDimensions(run, asked);
            }
        }

        private void checkDimensions(EventTriggerSpec.RunTemplate run, RunTemplateErrors asked) {
            List<TaskSpec> tasks = asked.asked(run.tasks()).toList();
            List<String> dimensions =
                    tasks.stream().flatMap(this::dimensions).distinct().toList();
            run.where().keySet().stream()
                    .filter(name -> !dimensions.contains(name))
                    .forEach(asked::unknownDimension);
            for (TaskSpec task : tasks) {
                dimensions(task)
                        .filter(name -> task.inputs().isEmpty() && !run.where().containsKey(name))
                        .findFirst()
                        .ifPresent(name -> asked.undetermined(name, task));
            }
        }

        private Stream<String> dimensions(TaskSpec task) {
            return spec.taskDimensions(task).stream().map(Dimension::name);
        }
    }
}
