package io.freshet.watcher.domain;

import io.freshet.contracts.data.RelativePath;
import io.freshet.contracts.partition.PartitionKey;
import java.time.Instant;

/**
 * A file that has changed and is not yet still.
 *
 * @param seen when it was last looked at
 * @param since from when on it has been as it is
 * @param due when it counts, if it stays so
 */
public record PendingFile(
        RelativePath path, PartitionKey partition, FileSighting seen, ScanReason trigger, Instant since, Instant due) {}
