package io.freshet.contracts.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.WorkflowRef;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which records of a topic somebody wants replayed: those that were written in a span of time, or those at some offsets.
 *
 * @param topic {@code file-changes}, {@code run-requests} or {@code upstream-events}
 * @param since records that were written at this time or later; null: from the first that is kept
 * @param until records that were written before this time; null: up to the last that there is when the replay is asked for
 * @param offsets instead of a span of time; empty: none
 * @param datasets of {@code file-changes} and {@code upstream-events}, only what is about these; empty: all
 * @param workflows of {@code run-requests} and {@code upstream-events}, only what is for these; empty: all
 * @param into the namespace whose datasets or workflows of the same names are meant instead; null: those of the records
 * @param dryRun whether to only count
 * @param reason for people; null: none given
 */
public record ReplayOrder(
        String topic,
        @Nullable Instant since,
        @Nullable Instant until,
        List<Offsets> offsets,
        List<DatasetRef> datasets,
        List<WorkflowRef> workflows,
        @Nullable String into,
        boolean dryRun,
        @Nullable String reason) {
    /** The bound on the ranges of offsets, on the datasets and on the workflows of one order. */
    public static final int MOST_NAMED = 1_000;

    /**
     * Records of one partition of the topic.
     *
     * @param to the last, included; null: the last that there is when the replay is asked for
     */
    public record Offsets(
            int partition, long from, @Nullable Long to) {}

    public ReplayOrder {
        offsets = List.copyOf(offsets);
        datasets = List.copyOf(datasets);
        workflows = List.copyOf(workflows);
    }

    /** Everything that is kept of a topic. */
    public static ReplayOrder of(String topic) {
        return new ReplayOrder(topic, null, null, List.of(), List.of(), List.of(), null, false, null);
    }

    /** As it is read: whatever is left out has its default. */
    @JsonCreator
    static ReplayOrder read(
            @JsonProperty("topic") @Nullable String topic,
            @JsonProperty("since") @Nullable Instant since,
            @JsonProperty("until") @Nullable Instant until,
            @JsonProperty("offsets") @Nullable List<Offsets> offsets,
            @JsonProperty("datasets") @Nullable List<DatasetRef> datasets,
            @JsonProperty("workflows") @Nullable List<WorkflowRef> workflows,
            @JsonProperty("into") @Nullable String into,
            @JsonProperty("dryRun") @Nullable Boolean dryRun,
            @JsonProperty("reason") @Nullable String reason) {
        return new ReplayOrder(
                topic == null ? "" : topic,
                since,
                until,
                offsets == null ? List.of() : offsets,
                datasets == null ? List.of() : datasets,
                workflows == null ? List.of() : workflows,
                into,
                dryRun != null && dryRun,
                reason);
    }
}
