package io.freshet.contracts.spec;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Starts runs at times.
 *
 * @param name unique in the workflow: with it the schedule is the same in every version
 * @param times when it fires
 * @param catchup what happens to firings that were missed
 * @param catchupLimit how many missed firings are made up for at most, the newest of them, where {@code catchup} is {@code ALL}
 * @param run what is asked for at each firing
 */
public record ScheduleSpec(String name, Times times, Catchup catchup, int catchupLimit, RunTemplate run)
        implements TriggerSpec {
    /**
     * When a schedule fires.
     *
     * @param cron an expression of five or six fields, as written
     * @param timezone in which it is meant
     * @param jitter the longest delay of a firing behind its nominal time; which one it is depends on the schedule and the nominal time
     *     alone
     */
    public record Times(String cron, ZoneId timezone, Duration jitter, Calendar calendar) {}

    /**
     * On which days a schedule fires, by the date that its nominal time has in its time zone.
     *
     * @param skip never on these days
     * @param only a file of the bundle with the days on which it fires alone; null: on all days but the skipped ones
     */
    public record Calendar(List<LocalDate> skip, @Nullable String only) {
        /** All days. */
        public static final Calendar EVERY_DAY = new Calendar(List.of(), null);

        public Calendar {
            skip = List.copyOf(skip);
        }
    }

    /**
     * What is asked for, as by hand. Values may have placeholders for the nominal time.
     *
     * @param tasks only these; empty: all
     * @param where only instances whose partition has, for each dimension named, this value
     * @param force run even what is unchanged
     * @param params values of workflow parameters instead of their defaults, by name
     * @param order which partitions go first
     */
    public record RunTemplate(
            List<String> tasks,
            Map<String, String> where,
            boolean force,
            Map<String, String> params,
            PartitionOrder order) {
        public RunTemplate {
            tasks = List.copyOf(tasks);
            where = Collections.unmodifiableMap(new TreeMap<>(where));
            params = Collections.unmodifiableMap(new TreeMap<>(params));
        }
    }

    /** What happens to firings that were missed, because nothing ran that could have made them. */
    public enum Catchup {
        /** They are left out. */
        NONE,
        /** The newest of them is made up for, unless a later firing is on time. */
        LATEST,
        /** They are made up for, oldest first. */
        ALL
    }

    /** The same schedule with another selection of instances. */
    public ScheduleSpec withWhere(Map<String, String> where) {
        return new ScheduleSpec(
                name,
                times,
                catchup,
                catchupLimit,
                new RunTemplate(run.tasks(), where, run.force(), run.params(), run.order()));
    }
}
