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
 * @param chain the way back from what changed to where it began: upstream instances, then changes of watched files
 * @param blockedBy the failures behind a blocked instance, the roots last
 * @param missing what a waiting instance lacks, and who would bring it
 * @param next what would make it run
 * @param sentences the whole answer for people, in order
 */
public record Why(
        InstanceInfo current,
        @Nullable Evaluation ran,
        List<Step> chain,
        List<InstanceInfo> blockedBy,
        List<Missing> missing,
        String next,
        List<String> sentences) {
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

    public Why {
        chain = List.copyOf(chain);
        blockedBy = List.copyOf(blockedBy);
        missing = List.copyOf(missing);
        sentences = List.copyOf(sentences);
    }
}
