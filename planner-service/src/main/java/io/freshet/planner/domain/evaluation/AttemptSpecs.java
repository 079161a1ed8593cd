package io.freshet.planner.domain.evaluation;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.Manifest;
import io.freshet.contracts.event.AttemptSpec;
import io.freshet.contracts.event.Firing;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.spec.CacheSpec;
import io.freshet.contracts.spec.RunSpec;
import io.freshet.planner.domain.instance.Attempt;
import io.freshet.planner.domain.model.TaskModel;
import io.freshet.planner.domain.state.PlanningContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes down what an attempt is to do. */
final class AttemptSpecs {
    private static final Fingerprint NO_CODE = Manifest.EMPTY.fingerprint();

    private final PlanningContext context;

    AttemptSpecs(PlanningContext context) {
        this.context = context;
    }

    /**
     * @param firing what of schedules it serves; null if nothing
     */
    AttemptSpec of(Launch launch, Attempt attempt, Fingerprint key, @Nullable Firing firing) {
        TaskModel task = launch.task();
        WorkflowDefinition definition = context.model().definition();
        return new AttemptSpec(
                context.ref(launch.id()),
                definition.version(),
                command(task, attempt),
                task.manifest().equals(NO_CODE) ? null : task.manifest(),
                task.params(),
                new WorkInputs(context, launch.id()).of(launch.inputs()),
                outputs(task),
                key,
                launch.instance().lastKey(),
                task.spec().runAs(),
                // Whoever forces a run wants it made anew, and what a fallback makes is not the result of the action.
                attempt.forced() || attempt.fallback()
                        ? new CacheSpec.Off()
                        : task.spec().cache(),
                task.spec().timeout(),
                task.spec().batch(),
                definition.installedBy(),
                firing);
    }

    private static List<AttemptSpec.Output> outputs(TaskModel task) {
        return task.outputs().stream()
                .map(output ->
                        new AttemptSpec.Output(output.dataset(), output.path(), output.layout(), output.checks()))
                .toList();
    }

    private static RunSpec command(TaskModel task, Attempt attempt) {
        RunSpec run = task.spec().run();
        List<String> fallback = task.onFailure().fallback();
        return attempt.fallback() && fallback != null ? run.withCommand(fallback) : run;
    }
}
