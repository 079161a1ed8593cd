package io.freshet.planner.domain.evaluation;

import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.Reason;
import io.freshet.planner.domain.graph.Inputs;
import io.freshet.planner.domain.instance.Instance;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.model.TaskModel;
import io.freshet.planner.domain.run.StateChangedBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An instance that waits for nothing upstream, as an {@link EvaluationRule} sees it.
 *
 * @param inputs what it reads
 * @param halt why it is not to run; null if it may
 */
record Candidate(
        InstanceId id,
        Instance instance,
        TaskModel task,
        Inputs inputs,
        @Nullable Halt halt) {
    Candidate with(Instance next) {
        return new Candidate(id, next, task, inputs, halt);
    }

    StateChangedBuilder change(InstanceState state, Reason reason) {
        return StateChangedBuilder.of(id, state, reason);
    }

    /** A change that says what the instance cannot do without. */
    StateChangedBuilder waiting(List<String> missing, String sentence) {
        return change(InstanceState.WAITING, Reason.MISSING_INPUT)
                .explain(sentence)
                .missing(missing);
    }
}
