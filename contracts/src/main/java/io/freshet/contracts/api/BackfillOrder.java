package io.freshet.contracts.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.freshet.contracts.partition.ValueRange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants caught up on.
 *
 * @param dimension of which the ranges are; null: the one dimension of time that the tasks have
 * @param ranges of its values, at least one
 * @param maxActive how many attempts of the backfill may run at once, 1 or more; null: as many as pools and tasks allow
 * @param priority of its attempts instead of their tasks'; null: their tasks'
 * @param run what else the run is asked for with
 */
public record BackfillOrder(
        @Nullable String dimension,
        List<ValueRange> ranges,
        @Nullable Integer maxActive,
        @Nullable Integer priority,
        RunOrder run) {
    public BackfillOrder {
        ranges = List.copyOf(ranges);
    }

    /** As it is read: whatever is left out has its default. */
    @JsonCreator
    static BackfillOrder read(
            @JsonProperty("dimension") @Nullable String dimension,
            @JsonProperty("ranges") @Nullable List<ValueRange> ranges,
            @JsonProperty("maxActive") @Nullable Integer maxActive,
            @JsonProperty("priority") @Nullable Integer priority,
            @JsonProperty("run") @Nullable RunOrder run) {
        return new BackfillOrder(
                dimension,
                ranges == null ? List.of() : ranges,
                maxActive,
                priority,
                run == null ? RunOrder.EVERYTHING : run);
    }
}
