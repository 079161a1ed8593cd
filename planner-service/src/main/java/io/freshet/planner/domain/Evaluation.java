package io.freshet.planner.domain;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.expression.Condition.Verdict;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.workflow.TaskSpec;
import io.freshet.planner.domain.Instance.Accepted;
import java.util.List;

/** Decides what becomes of an instance that waits for nothing upstream: run, or settle without running. */
final class Evaluation {
    private final Decision decision;
    private final Settlement settlement;
    private final Launch launch;
    private final Lateness lateness;

    Evaluation(Decision decision, Settlement settlement) {
        this.decision = decision;
        this.settlement = settlement;
        this.launch = new Launch(decision);
        this.lateness = new Lateness(decision);
    }

    Launch launch() {
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
        Inputs inputs = Inputs.of(decision.model, decision.state, task, id);
        if (!inputs.bad().isEmpty()) {
            List<InstanceRef> bad = List.copyOf(inputs.bad());
            settlement.settle(
                    instance,
                    report(id, InstanceState.BLOCKED, Reason.UPSTREAM_FAILED)
                            .say(Sentences.blocked(bad, decision.state))
                            .related(bad));
        } else if (decision.runs.stopOf(id) instanceof Run.Stop(Reason reason, String sentence)) {
            cancel(id, instance, reason, sentence);
        } else if (!inputs.missing().isEmpty()) {
            settlement.settle(instance, waiting(id, inputs.missing()));
        } else if (lateness.waits(id, task, inputs)) {
            settlement.settle(instance, waiting(id, inputs.allLate()));
        } else {
            compare(id, instance, task, inputs);
        }
    }

    /**
     * Settles an instance that is not to run. Where its outputs are those of its code, the parameters' defaults and what it reads now,
     * nothing is amiss with it, and what is downstream is not held up.
     */
    void cancel(InstanceId id, Instance instance, Reason reason, String sentence) {
        cancel(instance, report(id, InstanceState.CANCELLED, reason), sentence);
    }

    /** As {@link #cancel(InstanceId, Instance, Reason, String)}, with more to report if it is cancelled. */
    void cancel(Instance instance, Report cancelled, String sentence) {
        InstanceId id = cancelled.instance();
        Instance unforced = instance.with(instance.dirt().withoutForced());
        if (isUpToDate(id, unforced)) {
            skip(
                    id,
                    unforced.with(Dirt.NONE),
                    report(id, InstanceState.SKIPPED, Reason.UNCHANGED)
                            .say(Sentences.cancelledUnchanged(sentence))
                            .actionKey(unforced.lastKey()));
        } else {
            settlement.settle(unforced, cancelled.say(sentence));
        }
    }

    private boolean isUpToDate(InstanceId id, Instance instance) {
        if (instance.lastKey() == null) {
            return false;
        }
        TaskModel task = decision.model.requireTask(id.task());
        Inputs all = Inputs.of(decision.model, decision.state, task, id);
        if (!all.bad().isEmpty() || !all.missing().isEmpty() || !all.late().isEmpty()) {
            return false;
        }
        Inputs inputs = decision.pacing.view(id, instance, task, all);
        TaskCondition condition = task.condition();
        return (condition == null || isTrue(id, condition, inputs))
                && inputs.actionKey(task, id).equals(instance.lastKey());
    }

    private boolean isTrue(InstanceId id, TaskCondition condition, Inputs inputs) {
        Verdict verdict =
                condition.evaluate(id.partition(), inputs.measures(decision.model, decision.state, condition));
        return verdict instanceof Verdict.Is(boolean value) && value;
    }

    private Report waiting(InstanceId id, List<String> missing) {
        return report(id, InstanceState.WAITING, Reason.MISSING_INPUT)
                .say(Sentences.waiting(missing))
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
        Requests.withdraw(decision, id, instance, Reason.SUPERSEDED);
        Instance givenUp = instance.givenUp();
        decision.state.put(id, givenUp);
        report(id, InstanceState.PENDING, reason).say(Sentences.overtaken()).emit();
        return givenUp;
    }

    private void compare(InstanceId id, Instance instance, TaskModel task, Inputs all) {
        if (!instance.dirt().any()) {
            skip(id, instance, report(id, InstanceState.SKIPPED, Reason.CUT_OFF).say(Sentences.cutOff()));
            return;
        }
        Inputs inputs = decision.pacing.view(id, instance, task, all);
        TaskCondition condition = task.condition();
        if (condition != null && !holds(id, instance, condition, inputs)) {
            return;
        }
        Fingerprint key = inputs.actionKey(task, id);
        if (key.equals(instance.lastKey()) && !instance.dirt().forced()) {
            skip(
                    id,
                    instance.with(Dirt.NONE),
                    report(id, InstanceState.SKIPPED, Reason.UNCHANGED)
                            .say(Sentences.unchanged(inputs.partitions()))
                            .actionKey(key));
            return;
        }
        Pacing.Wait wait = decision.pacing.waits(id, instance, task, all, inputs);
        if (wait != null) {
            if (wait.isNew()) {
                report(id, InstanceState.PENDING, wait.reason())
                        .say(wait.sentence())
                        .emit();
            }
            return;
        }
        decision.pacing.launched(id, task, inputs);
        launch.first(id, instance, task, inputs, key, reason(instance, key));
    }

    /** Whether the condition is true; if not, the instance is settled, and what it was to do remains owed. */
    private boolean holds(InstanceId id, Instance instance, TaskCondition condition, Inputs inputs) {
        return switch (condition.evaluate(id.partition(), inputs.measures(decision.model, decision.state, condition))) {
            case Verdict.Is(boolean value) -> {
                if (!value) {
                    skip(
                            id,
                            instance,
                            report(id, InstanceState.SKIPPED, Reason.CONDITION)
                                    .say(Sentences.conditionIsFalse(condition.text())));
                }
                yield value;
            }
            case Verdict.Fails(String message) -> {
                settlement.settle(
                        instance,
                        report(id, InstanceState.FAILED, Reason.CONDITION)
                                .say(Sentences.conditionFails(condition.text(), message)));
                yield false;
            }
        };
    }

    /** Settles without running; what ran since the instance became unsettled is told as a success all the same. */
    private void skip(InstanceId id, Instance instance, Report skipped) {
        if (instance.accepted() == Accepted.NOTHING) {
            settlement.settle(instance, skipped);
        } else {
            settlement.settle(
                    instance,
                    report(id, InstanceState.SUCCEEDED, Finish.reason(instance.accepted()))
                            .say(Sentences.succeededAfterAll())
                            .actionKey(instance.lastKey()));
        }
    }

    private static Reason reason(Instance instance, Fingerprint key) {
        Dirt dirt = instance.dirt();
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

    private Report report(InstanceId id, InstanceState state, Reason reason) {
        return Report.of(decision, id, state, reason);
    }
}
