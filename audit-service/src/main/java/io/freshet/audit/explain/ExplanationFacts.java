package io.freshet.audit.explain;

import io.freshet.contracts.api.DeadlineInfo;
import io.freshet.contracts.api.DecisionInfo;
import io.freshet.contracts.api.Explanation;
import io.freshet.contracts.api.Explanation.Evaluation;
import io.freshet.contracts.api.Explanation.Missing;
import io.freshet.contracts.api.Explanation.Origin;
import io.freshet.contracts.api.Explanation.Step;
import io.freshet.contracts.api.Explanation.Upstream;
import io.freshet.contracts.api.FaultedWorkflow;
import io.freshet.contracts.api.InstanceInfo;
import io.freshet.contracts.api.PublicationStatus.PendingPartition;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that was found out about an instance; see {@link Explanation} for what is not described here.
 *
 * @param notBefore when the attempt that is waited for may begin; null if it may at once, or none is waited for
 * @param fault why its workflow is faulted; null if it is not
 * @param roots those of {@code blockedBy} that are not blocked themselves
 * @param ranForIt whether {@code ran} is for the same causes as the decision, not for earlier ones
 * @param own whether the chain leads back from the decision, not from an earlier success or from what is there
 */
record ExplanationFacts(
        InstanceInfo current,
        @Nullable Instant notBefore,
        @Nullable FaultedWorkflow fault,
        @Nullable DecisionInfo decision,
        List<Origin> causes,
        List<InstanceInfo> blockedBy,
        List<InstanceInfo> roots,
        List<Missing> missing,
        List<DeadlineInfo> deadlines,
        List<PendingPartition> unpublished,
        List<Upstream> upstream,
        List<Step> chain,
        @Nullable Evaluation ran,
        boolean ranForIt,
        boolean own) {
    Explanation toExplanation() {
        String next = fault == null ? NextStep.of(current, notBefore, roots, missing) : NextStep.of(fault);
        return new Explanation(
                current,
                ran,
                chain,
                blockedBy,
                missing,
                next,
                new ExplanationText(this).sentences(next),
                decision,
                causes,
                upstream,
                deadlines);
    }
}
