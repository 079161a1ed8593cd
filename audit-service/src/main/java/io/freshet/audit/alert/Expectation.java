package io.freshet.audit.alert;

import io.freshet.contracts.partition.PartitionKey;
import java.time.Instant;
import java.util.List;

/**
 * One time at which something is due, and what became of it.
 *
 * @param since what arrived until then does not count, unless it is named by the time
 * @param partitions all of which are expected; none where it is a run, or anything new in a dataset
 */
public record Expectation(Instant due, Instant since, List<PartitionKey> partitions, DeadlineState state) {
    public Expectation {
        partitions = List.copyOf(partitions);
    }

    Expectation with(DeadlineState next) {
        return new Expectation(due, since, partitions, next);
    }

    /** The deadline was changed or removed; the same if it was over before. */
    public Expectation withdrawn() {
        return switch (state) {
            case DeadlineState.Expected _ -> with(new DeadlineState.Withdrawn(null));
            case DeadlineState.Late(Instant foundAt) -> with(new DeadlineState.Withdrawn(foundAt));
            case DeadlineState.Arrived _, DeadlineState.Withdrawn _ -> this;
        };
    }
}
