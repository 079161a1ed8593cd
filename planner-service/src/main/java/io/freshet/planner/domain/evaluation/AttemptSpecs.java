package io.freshet.planner.domain.evaluation;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.Manifest;
import io.freshet.contracts.event.AttemptSpec;
import io.freshet.contracts.event.AttemptTrace;
import io.freshet.contracts.event.Firing;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.spec.CacheSpec;
import io.freshet.contracts.spec.RunSpec;
import io.freshet.planner.domain.instance.Attempt;
import io.freshet.planner.domain.model.ListBounds;
import io.freshet.planner.domain.model.TaskModel;
import io.freshet.planner.domain.model.WorkflowModel;
import io.freshet.planner.domain.port.BudgetPort;
import io.freshet.planner.domain.port.EffectPort;
import io.freshet.planner.domain.port.ModelPort;
import io.freshet.planner.domain.port.TimePort;
import io.freshet.planner.domain.state.Effects;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes down what an attempt is to do. */
final class AttemptSpecs {
    private static final Fingerprint NO_CODE = Manifest.EMPTY.fingerprint();

    private final WorkflowModel model;
    private final ListBounds bounds;
    private final Effects effects;
    private final Instant now;

    <P extends ModelPort & BudgetPort & EffectPort & TimePort> AttemptSpecs(P ports) {
        this.model = ports.model();
        this.bounds = ports.limits().lists();
        this.effects = ports.effects();
        this.now = ports.now();
    }

    /**
     * @param firing what of schedules it serves; null if nothing
     */
    AttemptSpec of(Launch launch, Attempt attempt, Fingerprint key, @Nullable Firing firing, AttemptTrace trace) {
        TaskModel task = launch.task();
        WorkflowDefinition definition = model.definition();
        return new AttemptSpec(
                launch.id().in(model.ref()),
                definition.version(),
                command(task, attempt),
                task.manifest().equals(NO_CODE) ? null : task.manifest(),
                task.params(),
                new WorkInputs(model.ref(), bounds, effects, now, launch.id()).of(launch.inputs()),
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
                firing,
                trace);
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
