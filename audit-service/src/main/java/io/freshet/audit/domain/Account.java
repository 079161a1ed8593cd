package io.freshet.audit.domain;

import io.freshet.contracts.api.DecisionInfo;
import io.freshet.contracts.api.FaultedWorkflow;
import io.freshet.contracts.api.InstanceInfo;
import io.freshet.contracts.api.PublicationStatus.PendingPartition;
import io.freshet.contracts.api.Why;
import io.freshet.contracts.api.Why.Evaluation;
import io.freshet.contracts.api.Why.Missing;
import io.freshet.contracts.api.Why.Origin;
import io.freshet.contracts.api.Why.Step;
import io.freshet.contracts.api.Why.Upstream;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that was found out about an instance; see {@link Why} for what is not described here.
 *
 * @param notBefore when the attempt that is waited for may begin; null if it may at once, or none is waited for
 * @param fault why its workflow is faulted; null if it is not
 * @param roots those of {@code blockedBy} that are not blocked themselves
 * @param ranForIt whether {@code ran} is for the same causes as the decision, not for earlier ones
 * @param own whether the chain leads back from the decision, not from an earlier success or from what is there
 */
record Account(
        InstanceInfo current,
        @Nullable Instant notBefore,
        @Nullable FaultedWorkflow fault,
        @Nullable DecisionInfo decision,
        List<Origin> causes,
        List<InstanceInfo> blockedBy,
        List<InstanceInfo> roots,
        List<Missing> missing,
        List<PendingPartition> unpublished,
        List<Upstream> upstream,
        List<Step> chain,
        @Nullable Evaluation ran,
        boolean ranForIt,
        boolean own) {
    Why told() {
        String next = fault == null ? NextStep.of(current, notBefore, roots, missing) : NextStep.of(fault);
        return new Why(
                current,
                ran,
                chain,
                blockedBy,
                missing,
                next,
                new Wording(this).sentences(next),
                decision,
                causes,
                upstream);
    }
}
