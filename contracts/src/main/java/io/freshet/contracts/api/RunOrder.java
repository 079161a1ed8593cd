package io.freshet.contracts.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.freshet.contracts.spec.Overlap;
import io.freshet.contracts.spec.PartitionOrder;
import io.freshet.contracts.spec.RunSettings;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants evaluated now.
 *
 * @param tasks only these and those of {@code from}; both empty: all
 * @param from only these and all that read what they make, directly or through others
 * @param where only instances whose partition has, for each dimension named, this value; time dimensions by prefix
 * @param reason for people; null: none given
 */
public record RunOrder(
        List<String> tasks,
        List<String> from,
        Map<String, String> where,
        @JsonUnwrapped RunSettings settings,
        @Nullable String reason) {
    /** Everything, and only what is not up to date. */
    public static final RunOrder EVERYTHING = new RunOrder(List.of(), List.of(), Map.of(), RunSettings.USUAL, null);

    public RunOrder {
        tasks = List.copyOf(tasks);
        from = List.copyOf(from);
        where = Map.copyOf(where);
    }

    /** As it is read: whatever is left out has its default, so that an order can say the one thing it is about. */
    @JsonCreator
    static RunOrder read(
            @JsonProperty("tasks") @Nullable List<String> tasks,
            @JsonProperty("from") @Nullable List<String> from,
            @JsonProperty("where") @Nullable Map<String, String> where,
            @JsonProperty("force") @Nullable Boolean force,
            @JsonProperty("trial") @Nullable Boolean trial,
            @JsonProperty("params") @Nullable Map<String, String> params,
            @JsonProperty("order") @Nullable PartitionOrder order,
            @JsonProperty("overlap") @Nullable Overlap overlap,
            @JsonProperty("reason") @Nullable String reason) {
        return new RunOrder(
                tasks == null ? List.of() : tasks,
                from == null ? List.of() : from,
                where == null ? Map.of() : where,
                new RunSettings(
                        force != null && force,
                        trial != null && trial,
                        params == null ? Map.of() : params,
                        order == null ? PartitionOrder.NEWEST_FIRST : order,
                        overlap),
                reason);
    }
}
