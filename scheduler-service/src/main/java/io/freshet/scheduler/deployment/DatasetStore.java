package io.freshet.scheduler.deployment;

import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.servicekit.failure.UnavailableException;
import java.time.Instant;
import java.util.Optional;

/** What the deployed workflows, and those before them, say of datasets. */
public interface DatasetStore {
    /** Whether a dataset may be removed, and what became of the request. */
    sealed interface Removal {
        /**
         * It may be removed.
         *
         * @param outboxId of the request; empty if that was only a question
         */
        record Accepted(Optional<Long> outboxId) implements Removal {}

        /** A deployed workflow produces or reads it. */
        record Used(WorkflowRef workflow) implements Removal {}

        /** No version of any workflow ever produced it, so nothing of it is Freshet's to remove. */
        record NeverProduced() implements Removal {}
    }

    /**
     * Asks for the removal of an orphaned dataset. Of a removal and a deployment into one namespace that uses the dataset one comes first,
     * so that either the removal is refused, or the deployment's planner finds it done or ended.
     *
     * @param dryRun whether to only look
     * @throws UnavailableException if the database cannot be reached
     */
    Removal remove(DatasetRef dataset, String user, Instant at, boolean dryRun);
}
