package io.freshet.contracts.api;

import io.freshet.contracts.id.DatasetRef;
import java.io.IOException;
import java.util.Map;

/**
 * Asks the scheduler to do something with a dataset. Every method throws a {@link ProblemException} if the service refuses,
 * and an {@link IOException} if it cannot be reached. Thread-safe; usable as long as the {@link SchedulerClient} that it comes from.
 */
public final class DatasetClient {
    private final SchedulerCalls calls;

    DatasetClient(SchedulerCalls calls) {
        this.calls = calls;
    }

    /**
     * What has vanished from a watched dataset was deleted.
     *
     * @param confirmation which files, see {@link io.freshet.contracts.event.DatasetProblems#confirmation}
     */
    public void confirmDeletions(DatasetRef dataset, String confirmation) throws IOException {
        calls.send(
                "POST",
                RestCall.to("api", "v1", "datasets", dataset.namespace(), dataset.dataset(), "confirm-deletions"),
                Map.of("confirmation", confirmation));
    }

    /**
     * Removes what is left of a dataset that no deployed workflow produces or reads.
     *
     * @param dryRun whether to only say whether that would be refused
     */
    public void remove(DatasetRef dataset, boolean dryRun) throws IOException {
        calls.send(
                "DELETE",
                RestCall.to("api", "v1", "datasets", dataset.namespace(), dataset.dataset())
                        .with("dryRun", dryRun ? true : null),
                null);
    }
}
