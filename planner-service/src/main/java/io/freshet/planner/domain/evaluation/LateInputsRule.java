package io.freshet.planner.domain.evaluation;

import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.metadata.InputDeadlines;
import io.freshet.planner.domain.model.InputModel;
import io.freshet.planner.domain.port.EffectPort;
import io.freshet.planner.domain.port.InstancePort;
import io.freshet.planner.domain.port.TimePort;
import io.freshet.planner.domain.run.ReasonMessages;
import io.freshet.planner.domain.state.Effects;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Inputs that have something, but not all they demand, and a deadline after which they go on without the rest. The time counts from
 * when the instance is first found so, until the input is complete.
 */
public final class LateInputsRule implements EvaluationRule {
    private final Effects effects;
    private final Instant now;
    private final InputDeadlines deadlines;
    private final Settlement settlement;

    public <P extends EffectPort & TimePort & InstancePort> LateInputsRule(P ports, Settlement settlement) {
        this.effects = ports.effects();
        this.now = ports.now();
        this.deadlines = ports.instanceMetadata().inputDeadlines();
        this.settlement = settlement;
    }

    @Override
    public boolean decides(Candidate candidate) {
        if (!waits(candidate)) {
            return false;
        }
        List<String> late = candidate.inputs().allLate();
        settlement.settle(candidate.instance(), candidate.waiting(late, ReasonMessages.waiting(late)));
        return true;
    }

    /** Whether the instance has still to wait; the first time, its timers are set. */
    private boolean waits(Candidate candidate) {
        boolean waits = false;
        for (InputModel input : candidate.task().inputs()) {
            Duration patience = input.demand().deadline();
            if (patience == null) {
                continue;
            }
            if (candidate.inputs().late().containsKey(input)) {
                waits |= now.isBefore(due(candidate.id(), input, patience));
            } else {
                deadlines.forget(candidate.id(), input.name());
            }
        }
        return waits;
    }

    private Instant due(InstanceId id, InputModel input, Duration patience) {
        Instant due = deadlines.get(id, input.name());
        if (due == null) {
            due = now.plus(patience);
            deadlines.put(id, input.name(), due);
            effects.setTimer(due, id);
        }
        return due;
    }
}
