package io.freshet.contracts.event;

import io.freshet.contracts.topic.Topics;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a record lies in Kafka, by which it is found again. */
public record SourceRecord(String topic, int partition, long offset) {
    private static final Pattern TEXT = Pattern.compile("([a-zA-Z0-9._-]{1,249})-([0-9]{1,9})@([0-9]{1,18})");

    /**
     * Reads what {@link #toString} writes.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static SourceRecord parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'%s' is no place of a record: write TOPIC-PARTITION@OFFSET, such as %s-0@17"
                            .formatted(text, Topics.RUN_REQUESTS));
        }
        return new SourceRecord(matcher.group(1), Integer.parseInt(matcher.group(2)), Long.parseLong(matcher.group(3)));
    }

    @Override
    public String toString() {
        return topic + "-" + partition + "@" + offset;
    }
}
