package io.freshet.planner.domain;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.event.AttemptSpec;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.id.DerivedId;
import io.freshet.contracts.spec.CacheSpec;
import io.freshet.contracts.spec.RunSpec;
import io.freshet.planner.domain.instance.InstanceId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells admission that an instance may run. */
final class LaunchRule {
    private final Decision decision;

    LaunchRule(Decision decision) {
        this.decision = decision;
    }

    /** The id of the attempt that an instance waits for. */
    static String attemptId(io.freshet.contracts.id.InstanceRef ref, Instance instance, Attempt attempt) {
        return DerivedId.attempt(ref, instance.evaluation(), attempt.number());
    }

    /** The first attempt of a new evaluation. */
    void first(InstanceId id, Instance instance, TaskModel task, Inputs inputs, Fingerprint key, Reason reason) {
        Instance launched = instance.launched(key);
        decision.state.put(id, launched);
        String attempt = ready(id, launched, task, inputs, reason, null);
        StateChangedBuilder.of(decision, id, InstanceState.READY, reason)
                .explain(ReasonMessages.ready(reason, inputs.partitions()) + ReasonMessages.without(inputs.allLate()))
                .missing(inputs.allLate())
                .attempt(attempt)
                .actionKey(key)
                .emit();
    }

    /** Another attempt of the same evaluation, on the same inputs. */
    void retry(InstanceId id, Instance instance, Attempt next, Duration backoff, String failure) {
        TaskModel task = decision.taskOf(id);
        Instance retrying = instance.retrying(next);
        decision.state.put(id, retrying);
        Inputs inputs = decision.pacing.view(id, retrying, task, Inputs.of(decision, task, id));
        Instant notBefore = decision.now.plus(backoff);
        Reason reason = next.fallback() ? Reason.FALLBACK : Reason.RETRY;
        String attempt = ready(id, retrying, task, inputs, reason, notBefore);
        StateChangedBuilder.of(decision, id, InstanceState.RETRYING, reason)
                .explain(
                        next.fallback()
                                ? ReasonMessages.fallback(failure, next.number())
                                : ReasonMessages.retrying(failure, next.number(), backoff))
                .attempt(attempt)
                .actionKey(retrying.triedKey())
                .emit();
    }

    private String ready(
            InstanceId id,
            Instance instance,
            TaskModel task,
            Inputs inputs,
            Reason reason,
            @Nullable Instant notBefore) {
        Attempt attempt = instance.attempt();
        Fingerprint key = instance.triedKey();
        if (attempt == null || key == null) {
            throw new IllegalStateException("nothing to launch for " + id);
        }
        String attemptId = attemptId(decision.ref(id), instance, attempt);
        List<String> runs = decision.runs.of(id);
        Run oldest = decision.runs.require(runs.getFirst());
        decision.emit(new TaskReady(
                decision.ref(id),
                attemptId,
                attempt.number(),
                oldest.id(),
                runs.stream().limit(Limits.RUNS).toList(),
                task.spec().pool(),
                task.spec().priority(),
                OrderKey.of(task, id.partition(), oldest),
                notBefore,
                task.spec().maxActive(),
                reason,
                work(id, instance, task, inputs, key, attempt),
                decision.now));
        return attemptId;
    }

    private AttemptSpec work(
            InstanceId id, Instance instance, TaskModel task, Inputs inputs, Fingerprint key, Attempt attempt) {
        WorkflowDefinition definition = decision.model.definition();
        List<AttemptSpec.Output> outputs = task.outputs().stream()
                .map(output -> new AttemptSpec.Output(
                        output.dataset().dataset(), output.dataset(), output.path(), output.layout(), output.checks()))
                .toList();
        return new AttemptSpec(
                decision.ref(id),
                definition.version(),
                command(task, attempt),
                task.manifest(),
                task.params(),
                new WorkInputs(decision, id).of(inputs),
                outputs,
                key,
                instance.lastKey(),
                task.spec().runAs(),
                // Whoever forces a run wants it made anew, and what a fallback makes is not the result of the action.
                attempt.forced() || attempt.fallback()
                        ? new CacheSpec.Off()
                        : task.spec().cache(),
                task.spec().timeout(),
                task.spec().batch(),
                definition.installedBy());
    }

    private static RunSpec command(TaskModel task, Attempt attempt) {
        RunSpec run = task.spec().run();
        List<String> fallback = task.onFailure().fallback();
        return attempt.fallback() && fallback != null ? run.withCommand(fallback) : run;
    }
}
