package io.freshet.audit.feed;

import io.freshet.audit.history.LogPartition;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How far somebody has read the public topics: of each partition the offset of the first record that was not read. Written as
 * {@code run-finished:0.17,1.4;task-finished:0.230}, the topics without the prefix that all have; that is the id of an event, and whoever
 * comes back with it goes on behind that event. A partition that is not named has not been read at all, as one that was added since.
 *
 * @param next offsets by partition, at most {@link #MOST_PARTITIONS}
 */
public record FeedPosition(SortedMap<LogPartition, Long> next) {
    /** The bound on the partitions of all public topics together: an id of that many is some 16,000 characters long. */
    public static final int MOST_PARTITIONS = 1_000;

    private static final int MOST_CHARACTERS = 32_000;
    private static final String PREFIX = "freshet.";
    private static final Pattern TOPIC =
            Pattern.compile("([a-z-]{1,100}):(\\d{1,9}\\.\\d{1,18}(?:,\\d{1,9}\\.\\d{1,18})*)");

    public FeedPosition {
        if (next.size() > MOST_PARTITIONS) {
            throw new IllegalArgumentException("more than %,d partitions".formatted(MOST_PARTITIONS));
        }
        next = Collections.unmodifiableSortedMap(new TreeMap<>(next));
    }

    /**
     * Reads what {@link #toString} writes.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static FeedPosition parse(String text) {
        if (text.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException("it is longer than %,d characters".formatted(MOST_CHARACTERS));
        }
        SortedMap<LogPartition, Long> next = new TreeMap<>();
        for (String topic : text.split(";", -1)) {
            Matcher matcher = TOPIC.matcher(topic);
            if (!matcher.matches()) {
                throw new IllegalArgumentException(
                        "'%s' is no id of an event, such as run-finished:0.17,1.4".formatted(text));
            }
            for (String partition : matcher.group(2).split(",")) {
                int dot = partition.indexOf('.');
                next.put(
                        new LogPartition(PREFIX + matcher.group(1), Integer.parseInt(partition.substring(0, dot))),
                        Long.valueOf(partition.substring(dot + 1)));
            }
        }
        return new FeedPosition(next);
    }

    @Override
    public String toString() {
        return next.entrySet().stream()
                .collect(Collectors.groupingBy(
                        entry -> entry.getKey().topic().substring(PREFIX.length()),
                        TreeMap::new,
                        Collectors.mapping(FeedPosition::partition, Collectors.joining(","))))
                .entrySet()
                .stream()
                .map(topic -> topic.getKey() + ":" + topic.getValue())
                .collect(Collectors.joining(";"));
    }

    private static String partition(Map.Entry<LogPartition, Long> entry) {
        return entry.getKey().partition() + "." + entry.getValue();
    }
}
