package io.freshet.contracts.api;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.TaskRef;
import io.freshet.contracts.partition.PartitionKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why an instance ran, did not run, waits or is blocked, from the recorded decisions.
 *
 * @param current the present state and the decision behind it
 * @param ran why it last became ready, with the inputs that differed from its success before; null if it never did
 * @param chain the way back from what changed to where it began: upstream instances, then changes of watched files. Of a blocked instance
 *     the way back from the roots of the block; where nothing upstream changed, from what it last read, or would read
 * @param blockedBy the failures behind a blocked instance, the roots last
 * @param missing what a waiting instance lacks, and who would bring it
 * @param next what would make it run
 * @param sentences the whole answer for people, in order
 * @param decision the planner's last decision; null as long as only an attempt was heard of
 * @param causes what led to that decision, each cause with its run; several if they met in the instance
 * @param upstream of an instance that did not run: the instances upstream that the same runs reached, the nearest first; of a blocked one
 *     the roots of the block
 * @param deadlines that expect what it lacks or what it is to make, as far as that is not there: first those that were missed
 */
public record Explanation(
        InstanceInfo current,
        @Nullable Evaluation ran,
        List<Step> chain,
        List<InstanceInfo> blockedBy,
        List<Missing> missing,
        String next,
        List<String> sentences,
        @Nullable DecisionInfo decision,
        List<Origin> causes,
        List<Upstream> upstream,
        List<DeadlineInfo> deadlines) {
    /** The decision that made it ready, and what differed. */
    public record Evaluation(
            DecisionInfo decision, @Nullable Cause cause, List<InputChange> changes) {
        public Evaluation {
            changes = List.copyOf(changes);
        }
    }

    /**
     * One partition that the attempt read in another version than the success before it.
     *
     * @param before null: it was not there
     * @param after null: it is no longer there
     */
    public record InputChange(
            String input,
            DatasetRef dataset,
            PartitionKey partition,
            @Nullable Fingerprint before,
            @Nullable Fingerprint after) {}

    /**
     * One step back.
     *
     * @param change the version that the step after it read
     * @param decision why the instance that made the version ran; null for a watched dataset, where the chain ends
     */
    public record Step(VersionInfo change, @Nullable DecisionInfo decision) {}

    /**
     * @param input as the decision names it, {@code dataset/partition}
     * @param producer the task that would write it; null: it is awaited from outside
     */
    public record Missing(
            String input,
            @Nullable TaskRef producer,
            @Nullable String path) {}

    /**
     * A cause that reached the instance.
     *
     * @param run what the cause did in the instance's workflow
     * @param cause null as long as the run was not heard of
     * @param changed the first partitions that the cause changed, at most 5; none if it is no change of files, like a deployment
     * @param more how many partitions it changed besides, 95 also where there are more
     */
    public record Origin(String run, @Nullable Cause cause, List<VersionInfo> changed, int more) {
        public Origin {
            changed = List.copyOf(changed);
        }
    }

    /**
     * An instance upstream, and what became of it.
     *
     * @param last what was last decided about it in the same runs; of a root of a block in its own
     * @param ran why it ran in them; null: it did not
     * @param changed whether it changed any of its outputs then
     */
    public record Upstream(DecisionInfo last, @Nullable DecisionInfo ran, boolean changed) {}

    public Explanation {
        chain = List.copyOf(chain);
        blockedBy = List.copyOf(blockedBy);
        missing = List.copyOf(missing);
        sentences = List.copyOf(sentences);
        causes = List.copyOf(causes);
        upstream = List.copyOf(upstream);
        deadlines = List.copyOf(deadlines);
    }
}
