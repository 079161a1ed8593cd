package io.freshet.launcher.dataplane;

import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.PartitionKey;

/** Whether an attempt's view could be built. */
public sealed interface ViewResult {
    /** It is there. */
    record Ready(AttemptView view) implements ViewResult {}

    /** A watched file is no longer the version that the planner named: nothing may run on it. */
    record InputChanged(String message) implements ViewResult {}

    /** The code, which we stored ourselves, is missing or damaged; the message says what to do. */
    record Damaged(String message) implements ViewResult {}

    /** The list of an input's partitions is not there, or not any more. */
    record ListMissing(String message) implements ViewResult {}

    /** A partition that another task has made is missing or damaged. */
    record InputDamaged(DatasetRef dataset, PartitionKey partition, String message) implements ViewResult {}
}
