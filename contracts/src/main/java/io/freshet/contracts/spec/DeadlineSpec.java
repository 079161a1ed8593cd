package io.freshet.contracts.spec;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something is to have happened by a time, again and again.
 *
 * @param name unique in the workflow: with it the deadline is the same in every version
 * @param subject what is to have happened
 * @param due by when
 */
public record DeadlineSpec(String name, Subject subject, Due due) {
    /** What is to have happened. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "of")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Partitions.class, name = "dataset"),
        @JsonSubTypes.Type(value = Runs.class, name = "run")
    })
    public sealed interface Subject {}

    /**
     * Partitions of a dataset of the workflow have arrived.
     *
     * @param partition by dimension the values that are expected, with placeholders for the time at which they are due; of a time dimension
     *     that is not named, that of this time; empty of a dataset without dimensions
     */
    public record Partitions(String dataset, Map<String, List<String>> partition) implements Subject {
        public Partitions {
            partition = OrderedCopies.copy(partition);
        }
    }

    /**
     * A run of the workflow has succeeded.
     *
     * @param schedule only a firing of this schedule of the workflow; null: any run
     */
    public record Runs(@Nullable String schedule) implements Subject {}

    /** By when. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = At.class, name = "at"),
        @JsonSubTypes.Type(value = Age.class, name = "age")
    })
    public sealed interface Due {}

    /**
     * At times.
     *
     * @param cron of five or six fields; a time of day is one that names all days
     * @param skip not on these days, by the date in the time zone
     */
    public record At(String cron, ZoneId timezone, List<LocalDate> skip) implements Due {
        public At {
            skip = List.copyOf(skip);
        }
    }

    /** So long after the last time. */
    public record Age(Duration age) implements Due {}
}
