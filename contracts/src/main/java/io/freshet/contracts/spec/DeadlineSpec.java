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
     * @param only on no days but these; null: on all that are not skipped
     */
    public record At(
            String cron,
            ZoneId timezone,
            List<LocalDate> skip,
            @Nullable Days only) implements Due {
        public At {
            skip = List.copyOf(skip);
        }

        /** On all days but these. */
        public At(String cron, ZoneId timezone, List<LocalDate> skip) {
            this(cron, timezone, skip, null);
        }

        /** The same with the days that its file has, if it names one. */
        At withDays(Map<String, List<LocalDate>> byFile) {
            return only == null || !byFile.containsKey(only.file())
                    ? this
                    : new At(cron, timezone, skip, new Days(only.file(), byFile.get(only.file())));
        }
    }

    /**
     * Days that are in a file of the bundle.
     *
     * @param days which these are, in their order; null as long as the file was not read
     */
    public record Days(String file, @Nullable List<LocalDate> days) {
        public Days {
            days = days == null ? null : List.copyOf(days);
        }
    }

    /** So long after the last time. */
    public record Age(Duration age) implements Due {}

    /** The same with the days of its calendar's file, if it has one. */
    public DeadlineSpec withDays(Map<String, List<LocalDate>> byFile) {
        return due instanceof At at ? new DeadlineSpec(name, subject, at.withDays(byFile)) : this;
    }
}
