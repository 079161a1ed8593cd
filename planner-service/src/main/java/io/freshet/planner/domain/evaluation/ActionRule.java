package io.freshet.planner.domain.evaluation;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.Reason;
import io.freshet.planner.domain.graph.Inputs;
import io.freshet.planner.domain.instance.DirtyFlags;
import io.freshet.planner.domain.instance.Instance;
import io.freshet.planner.domain.model.ListBounds;
import io.freshet.planner.domain.run.ReasonMessages;

/**
 * Everything that an instance needs is there: whether it runs depends on whether what it would do is anything else than what it did last,
 * on its task's condition, and on how changes of its inputs are paced.
 */
public record ActionRule(
        ListBounds lists, ConditionRule condition, Pacing pacing, Settlement settlement, LaunchRule launch)
        implements EvaluationRule {
    @Override
    public boolean decides(Candidate candidate) {
        Instance instance = candidate.instance();
        compare(
                candidate.halt() == null
                        ? candidate
                        : candidate.with(instance.with(instance.dirt().withoutForced())));
        return true;
    }

    private void compare(Candidate candidate) {
        Instance instance = candidate.instance();
        if (!instance.dirt().any()) {
            settlement.skip(
                    instance,
                    candidate.change(InstanceState.SKIPPED, Reason.CUT_OFF).explain(ReasonMessages.cutOff()));
            return;
        }
        Inputs view = pacing.view(candidate);
        if (!condition.holds(candidate, view)) {
            return;
        }
        Fingerprint key = view.actionKey(candidate.task(), candidate.id(), lists);
        Halt halt = candidate.halt();
        if (key.equals(instance.lastKey()) && !instance.dirt().forced()) {
            unchanged(candidate, view, key);
        } else if (halt != null) {
            settlement.settle(instance, halt.cancelled(candidate.id()));
        } else if (!pacing.holdsBack(candidate, view)) {
            pacing.launched(candidate.id(), candidate.task(), view);
            launch.first(new Launch(candidate.id(), instance, candidate.task(), view), key, instance.reasonToRun(key));
        }
    }

    private void unchanged(Candidate candidate, Inputs view, Fingerprint key) {
        Halt halt = candidate.halt();
        String sentence = halt == null
                ? ReasonMessages.unchanged(view.partitions())
                : ReasonMessages.cancelledUnchanged(halt.stop().sentence());
        settlement.skip(
                candidate.instance().with(DirtyFlags.NONE),
                candidate
                        .change(InstanceState.SKIPPED, Reason.UNCHANGED)
                        .explain(sentence)
                        .actionKey(key));
    }
}
