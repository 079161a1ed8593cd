package io.freshet.scheduler.replay;

import io.freshet.contracts.topic.Topics;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The topics that can be replayed. */
public enum ReplayTopic {
    FILE_CHANGES("file-changes", Topics.FILE_CHANGES),
    RUN_REQUESTS("run-requests", Topics.RUN_REQUESTS),
    UPSTREAM_EVENTS("upstream-events", Topics.UPSTREAM_EVENTS);

    private final String shortName;
    private final String topic;

    ReplayTopic(String shortName, String topic) {
        this.shortName = shortName;
        this.topic = topic;
    }

    /** By its name without the prefix of the product. */
    public static Optional<ReplayTopic> of(String name) {
        return Arrays.stream(values())
                .filter(topic -> topic.shortName.equals(name))
                .findFirst();
    }

    /** The names of all of them. */
    static List<String> names() {
        return Arrays.stream(values()).map(topic -> topic.shortName).toList();
    }

    /** The name of the topic. */
    public String topic() {
        return topic;
    }
}
