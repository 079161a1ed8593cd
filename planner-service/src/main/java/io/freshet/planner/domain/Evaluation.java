package io.freshet.planner.domain;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.spec.TaskSpec;
import io.freshet.language.expression.Condition.Verdict;
import io.freshet.planner.domain.Instance.Accepted;
import io.freshet.planner.domain.instance.InstanceId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides what becomes of an instance that waits for nothing upstream: run, or settle without running. */
final class Evaluation {
    /**
     * Why an instance is not to run.
     *
     * @param attempt the one that was stopped; null if none was, or it is not of interest
     */
    private record Halt(Run.Stop stop, @Nullable String attempt) {}

    private final Decision decision;
    private final Settlement settlement;
    private final LaunchRule launch;
    private final LateInputs lateness;

    Evaluation(Decision decision, Settlement settlement) {
        this.decision = decision;
        this.settlement = settlement;
        this.launch = new LaunchRule(decision);
        this.lateness = new LateInputs(decision);
    }

    LaunchRule launch() {
        return launch;
    }

    /** Whether it would do anything with an instance. */
    boolean concerns(InstanceId id, Instance instance) {
        return instance.canBeEvaluated() || isOvertaken(instance, decision.model.requireTask(id.task()));
    }

    /** Evaluates an instance; does nothing if it is settled, in flight or has to wait. */
    void evaluate(InstanceId id) {
        Instance instance = decision.state.instance(id);
        if (instance == null || !concerns(id, instance)) {
            return;
        }
        TaskModel task = decision.taskOf(id);
        if (isOvertaken(instance, task)) {
            instance = stopped(id, instance);
        }
        if (!instance.canBeEvaluated()) {
            return;
        }
        Run.Stop stop = decision.runs.stopOf(id);
        decide(id, instance, task, stop == null ? null : new Halt(stop, null));
    }

    /**
     * Settles an instance that is not to run. Where there is nothing to do for it, its outputs being what they should be, it is not
     * cancelled, and what is downstream is not held up.
     *
     * @param attempt the one that was stopped; null if it is not of interest
     */
    void cancel(InstanceId id, Instance instance, Run.Stop stop, @Nullable String attempt) {
        decide(id, instance, decision.model.requireTask(id.task()), new Halt(stop, attempt));
    }

    private void decide(InstanceId id, Instance instance, TaskModel task, @Nullable Halt halt) {
        Inputs inputs = Inputs.of(decision, task, id);
        if (!inputs.unlisted().isEmpty()) {
            list(id, instance, inputs, halt);
        } else if (!inputs.bad().isEmpty()) {
            List<InstanceRef> bad = List.copyOf(inputs.bad());
            settlement.settle(
                    instance,
                    report(id, InstanceState.BLOCKED, Reason.UPSTREAM_FAILED)
                            .explain(ReasonMessages.blocked(bad, decision.state))
                            .related(bad));
        } else if (!decision.graph.isDefined(task, id, inputs)) {
            withdraw(id, AcceptedOutputs.retire(decision, task, id, instance));
        } else if (!inputs.missing().isEmpty()) {
            Instance retired = AcceptedOutputs.retire(decision, task, id, instance);
            settlement.settle(retired, waiting(id, inputs.missing(), retired.equals(instance)));
        } else if (lateness.waits(id, task, inputs)) {
            settlement.settle(instance, waiting(id, inputs.allLate(), true));
        } else {
            compare(id, instance, task, inputs, halt);
        }
    }

    /**
     * What the instance reads is not known before it is listed: the instance is evaluated then, also if its runs are stopped, because only
     * then is known whether there was anything to do. One that is stopped by itself does not wait for that.
     */
    private void list(InstanceId id, Instance instance, Inputs inputs, @Nullable Halt halt) {
        if (halt == null || decision.runs.stopOf(id) != null) {
            new Listings(decision).plan(inputs.unlisted());
            decision.evaluate(id);
        } else {
            cancelled(id, instance.with(instance.dirt().withoutForced()), halt);
        }
    }

    /** What the instance is of no longer exists: it makes nothing and is expected to make nothing. */
    private void withdraw(InstanceId id, Instance retired) {
        List<String> runs = decision.runs.of(id);
        decision.graph.withdraw(id, runs).forEach(reader -> decision.invalidate(reader, runs));
        decision.propagate();
        settlement.settle(
                retired, report(id, InstanceState.WAITING, Reason.MISSING_INPUT).explain(ReasonMessages.undefined()));
    }

    private StateChangedBuilder waiting(InstanceId id, List<String> missing, boolean unchanged) {
        return report(id, InstanceState.WAITING, Reason.MISSING_INPUT)
                .explain(ReasonMessages.waiting(missing) + (unchanged ? "" : ReasonMessages.retired()))
                .missing(missing);
    }

    /** Whether the attempt in flight works on something old, and its task wants none of that. */
    private static boolean isOvertaken(Instance instance, TaskModel task) {
        return instance.attempt() != null
                && task.spec().onChange() == TaskSpec.OnChange.CANCEL
                && (instance.dirt().input() || instance.dirt().code());
    }

    private Instance stopped(InstanceId id, Instance instance) {
        Reason reason = instance.dirt().input() ? Reason.INPUT_CHANGED : Reason.CODE_CHANGED;
        RunRequestRule.withdraw(decision, id, instance, Reason.SUPERSEDED);
        Instance givenUp = instance.givenUp();
        decision.state.put(id, givenUp);
        report(id, InstanceState.PENDING, reason)
                .explain(ReasonMessages.overtaken())
                .emit();
        return givenUp;
    }

    private void compare(InstanceId id, Instance was, TaskModel task, Inputs all, @Nullable Halt halt) {
        Instance instance = halt == null ? was : was.with(was.dirt().withoutForced());
        if (!instance.dirt().any()) {
            skip(id, instance, report(id, InstanceState.SKIPPED, Reason.CUT_OFF).explain(ReasonMessages.cutOff()));
            return;
        }
        Inputs inputs = decision.pacing.view(id, instance, task, all);
        TaskCondition condition = task.condition();
        if (condition != null && !holds(id, instance, task, condition, inputs)) {
            return;
        }
        Fingerprint key = inputs.actionKey(task, id, decision.lists());
        if (key.equals(instance.lastKey()) && !instance.dirt().forced()) {
            skip(
                    id,
                    instance.with(DirtyFlags.NONE),
                    report(id, InstanceState.SKIPPED, Reason.UNCHANGED)
                            .explain(
                                    halt == null
                                            ? ReasonMessages.unchanged(inputs.partitions())
                                            : ReasonMessages.cancelledUnchanged(
                                                    halt.stop().sentence()))
                            .actionKey(key));
            return;
        }
        if (halt != null) {
            cancelled(id, instance, halt);
            return;
        }
        Pacing.Wait wait = decision.pacing.waits(id, instance, task, all, inputs);
        if (wait != null) {
            if (wait.isNew()) {
                report(id, InstanceState.PENDING, wait.reason())
                        .explain(wait.sentence())
                        .emit();
            }
            return;
        }
        decision.pacing.launched(id, task, inputs);
        launch.first(id, instance, task, inputs, key, reason(instance, key));
    }

    private void cancelled(InstanceId id, Instance instance, Halt halt) {
        settlement.settle(
                instance,
                report(id, InstanceState.CANCELLED, halt.stop().reason())
                        .explain(halt.stop().sentence())
                        .attempt(halt.attempt()));
    }

    /** Whether the condition is true; if not, the instance is settled without outputs, and what it was to do remains owed. */
    private boolean holds(InstanceId id, Instance instance, TaskModel task, TaskCondition condition, Inputs inputs) {
        return switch (verdict(id, condition, inputs)) {
            case Verdict.Is(boolean value) -> {
                if (!value) {
                    Instance retired = AcceptedOutputs.retire(decision, task, id, instance);
                    String sentence = ReasonMessages.conditionIsFalse(condition.text());
                    skip(
                            id,
                            retired,
                            report(id, InstanceState.SKIPPED, Reason.CONDITION)
                                    .explain(
                                            retired.equals(instance) ? sentence : sentence + ReasonMessages.retired()));
                }
                yield value;
            }
            case Verdict.Fails(String message) -> {
                settlement.settle(
                        instance,
                        report(id, InstanceState.FAILED, Reason.CONDITION)
                                .explain(ReasonMessages.conditionFails(condition.text(), message)));
                yield false;
            }
        };
    }

    private Verdict verdict(InstanceId id, TaskCondition condition, Inputs inputs) {
        Optional<String> unaskable = inputs.unaskable(condition);
        return unaskable.isPresent()
                ? new Verdict.Fails(unaskable.get())
                : condition.evaluate(id.partition(), inputs.measures(decision.model, decision.state, condition));
    }

    /** Settles without running; what ran since the instance became unsettled is told as a success all the same. */
    private void skip(InstanceId id, Instance instance, StateChangedBuilder skipped) {
        if (instance.accepted() == Accepted.NOTHING) {
            settlement.settle(instance, skipped);
        } else {
            settlement.settle(
                    instance,
                    report(id, InstanceState.SUCCEEDED, AttemptFinishedRule.reason(instance.accepted()))
                            .explain(ReasonMessages.succeededAfterAll())
                            .actionKey(instance.lastKey()));
        }
    }

    private static Reason reason(Instance instance, Fingerprint key) {
        DirtyFlags dirt = instance.dirt();
        if (dirt.forced()) {
            return Reason.FORCED;
        }
        if (instance.triedKey() == null) {
            return Reason.NEW;
        }
        if (dirt.code()) {
            return Reason.CODE_CHANGED;
        }
        return key.equals(instance.triedKey()) ? Reason.RERUN : Reason.INPUT_CHANGED;
    }

    private StateChangedBuilder report(InstanceId id, InstanceState state, Reason reason) {
        return StateChangedBuilder.of(decision, id, state, reason);
    }
}
