package io.freshet.language.schedule;

import io.freshet.contracts.partition.Dimension;
import io.freshet.contracts.partition.Layout;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.DeadlineSpec;
import io.freshet.contracts.spec.ScheduleSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a deadline of a workflow means. Pure and thread-safe. */
public final class Deadlines {
    /** Partitions that one deadline may expect at a time. */
    public static final int MOST_PARTITIONS = 100;

    private Deadlines() {}

    /**
     * The times at which something is due.
     *
     * @throws IllegalArgumentException if the cron expression is none, or its calendar's file was not read: it was not checked
     */
    public static ScheduleTimes times(DeadlineSpec.At due) {
        DeadlineSpec.Days only = due.only();
        if (only != null && only.days() == null) {
            throw new IllegalArgumentException("the days of '%s' are not known".formatted(only.file()));
        }
        return Schedules.times(
                new ScheduleSpec.Times(
                        due.cron(), due.timezone(), Duration.ZERO, new ScheduleSpec.Calendar(due.skip(), null)),
                only == null ? null : only.days());
    }

    /** Whether it is other partitions that are expected each time, so that it does not matter since when they are there. */
    public static boolean varyWithTime(DeadlineSpec.Partitions expected, Layout layout) {
        return layout.dimensions().stream()
                .flatMap(dimension -> values(expected, dimension).stream())
                .anyMatch(text -> text.contains("{nominal"));
    }

    /**
     * The partitions that are expected, in the order of the layout's dimensions; none if there are more than {@link #MOST_PARTITIONS}, or
     * a dimension has no value.
     *
     * @param due when
     * @param zone in which the time is meant
     */
    public static List<PartitionKey> partitions(
            DeadlineSpec.Partitions expected, Layout layout, Instant due, ZoneId zone) {
        List<List<PartitionKey.Value>> keys = List.of(List.of());
        for (Dimension dimension : layout.dimensions()) {
            List<List<PartitionKey.Value>> longer = new ArrayList<>();
            for (List<PartitionKey.Value> key : keys) {
                for (String text : values(expected, dimension)) {
                    List<PartitionKey.Value> one = new ArrayList<>(key);
                    one.add(new PartitionKey.Value(dimension.name(), at(text, due, zone)));
                    longer.add(one);
                }
            }
            if (longer.size() > MOST_PARTITIONS) {
                return List.of();
            }
            keys = longer;
        }
        return keys.stream().map(PartitionKey::new).distinct().toList();
    }

    /** The values of a dimension as they are written, or as they are meant where none is. */
    public static List<String> values(DeadlineSpec.Partitions expected, Dimension dimension) {
        return Optional.ofNullable(expected.partition().get(dimension.name()))
                .or(() -> dimension.time().map(granularity -> List.of(Schedules.placeholder(granularity))))
                .orElse(List.of());
    }

    /** The value that a text has at a time. */
    public static String at(String text, Instant due, ZoneId zone) {
        return NominalText.parse(text).map(parsed -> parsed.at(due, zone)).orElse(text);
    }
}
