package io.freshet.contracts.event;

import io.freshet.contracts.id.DatasetRef;
import java.time.Instant;

/**
 * Somebody says that files which have vanished were deleted. Topic {@code deletion-confirmations} (compacted), key
 * {@code namespace/dataset}.
 *
 * @param confirmation which ones, see {@link DatasetProblems#confirmation}; a later disappearance has another one
 */
public record DeletionsConfirmed(DatasetRef dataset, String confirmation, String confirmedBy, Instant at)
        implements Event {
    @Override
    public String subject() {
        return dataset.toString();
    }
}
