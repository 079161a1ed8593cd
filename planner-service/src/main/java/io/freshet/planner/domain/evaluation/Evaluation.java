package io.freshet.planner.domain.evaluation;

import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.spec.TaskSpec;
import io.freshet.planner.domain.graph.InputReader;
import io.freshet.planner.domain.instance.Instance;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.model.TaskModel;
import io.freshet.planner.domain.model.WorkflowModel;
import io.freshet.planner.domain.port.BudgetPort;
import io.freshet.planner.domain.port.EdgePort;
import io.freshet.planner.domain.port.InstancePort;
import io.freshet.planner.domain.port.ModelPort;
import io.freshet.planner.domain.run.InstanceEvents;
import io.freshet.planner.domain.run.ParameterizedTasks;
import io.freshet.planner.domain.run.ReasonMessages;
import io.freshet.planner.domain.run.Runs;
import io.freshet.planner.domain.run.StateChangedBuilder;
import io.freshet.planner.domain.state.Run;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides what becomes of an instance that waits for nothing upstream: it runs, or settles without running. */
public final class Evaluation {
    private final WorkflowModel model;
    private final InstancePort instances;
    private final InputReader inputs;
    private final Runs runs;
    private final ParameterizedTasks tasks;
    private final InstanceEvents events;
    private final List<EvaluationRule> rules;

    /**
     * @param rules in the order in which they are asked; the last decides about every instance
     */
    public <P extends ModelPort & InstancePort & EdgePort & BudgetPort> Evaluation(
            P ports, Runs runs, ParameterizedTasks tasks, InstanceEvents events, List<EvaluationRule> rules) {
        this.model = ports.model();
        this.instances = ports;
        this.inputs = new InputReader(ports);
        this.runs = runs;
        this.tasks = tasks;
        this.events = events;
        this.rules = rules;
    }

    /** Whether it would do anything with an instance. */
    boolean concerns(InstanceId id, Instance instance) {
        return instance.canBeEvaluated() || isOvertaken(instance, model.requireTask(id.task()));
    }

    /** Evaluates an instance; does nothing if it is settled, in flight or has to wait. */
    void evaluate(InstanceId id) {
        Instance instance = instances.instance(id);
        if (instance == null || !concerns(id, instance)) {
            return;
        }
        TaskModel task = tasks.of(id);
        if (isOvertaken(instance, task)) {
            instance = stopped(id, instance);
        }
        if (!instance.canBeEvaluated()) {
            return;
        }
        Run.Stop stop = runs.stopOf(id);
        decide(id, instance, task, stop == null ? null : new Halt(stop, null));
    }

    /**
     * Settles an instance that is not to run. Where there is nothing to do for it, its outputs being what they should be, it is not
     * cancelled, and what is downstream is not held up.
     */
    public void cancel(InstanceId id, Instance instance, Halt halt) {
        decide(id, instance, model.requireTask(id.task()), halt);
    }

    private void decide(InstanceId id, Instance instance, TaskModel task, @Nullable Halt halt) {
        Candidate candidate = new Candidate(id, instance, task, inputs.read(task, id), halt);
        for (EvaluationRule rule : rules) {
            if (rule.decides(candidate)) {
                return;
            }
        }
        throw new IllegalStateException("no rule decides about " + id);
    }

    /** Whether the attempt in flight works on something old, and its task wants none of that. */
    private static boolean isOvertaken(Instance instance, TaskModel task) {
        return instance.attempt() != null
                && task.spec().onChange() == TaskSpec.OnChange.CANCEL
                && (instance.dirt().input() || instance.dirt().code());
    }

    private Instance stopped(InstanceId id, Instance instance) {
        Reason reason = instance.dirt().input() ? Reason.INPUT_CHANGED : Reason.CODE_CHANGED;
        events.withdraw(id, instance, Reason.SUPERSEDED);
        Instance givenUp = instance.givenUp();
        instances.put(id, givenUp);
        events.emit(StateChangedBuilder.of(id, InstanceState.PENDING, reason).explain(ReasonMessages.overtaken()));
        return givenUp;
    }
}
