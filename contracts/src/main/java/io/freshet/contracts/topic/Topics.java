package io.freshet.contracts.topic;

import io.freshet.contracts.topic.Topic.Cleanup;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All topics of Freshet: the only place that knows their names and what is kept in them. */
public final class Topics {
    public static final String UPSTREAM_EVENTS = "freshet.upstream-events";
    public static final String FILE_CHANGES = "freshet.file-changes";
    public static final String DATASET_PROBLEMS = "freshet.dataset-problems";
    public static final String DELETION_CONFIRMATIONS = "freshet.deletion-confirmations";
    public static final String WORKFLOW_DEFINITIONS = "freshet.workflow-definitions";
    public static final String POOL_DEFINITIONS = "freshet.pool-definitions";
    public static final String RUN_REQUESTS = "freshet.run-requests";
    public static final String CATALOG_SUBSCRIPTIONS = "freshet.catalog-subscriptions";
    public static final String PARTITION_CHANGED = "freshet.partition-changed";
    public static final String TASK_READY = "freshet.task-ready";
    public static final String INPUT_LISTS = "freshet.input-lists";
    public static final String TASK_LAUNCH = "freshet.task-launch";
    public static final String TASK_EVENTS = "freshet.task-events";
    public static final String TASK_FINISHED = "freshet.task-finished";
    public static final String SLOT_RELEASES = "freshet.slot-releases";
    public static final String PARTITION_PUBLISHED = "freshet.partition-published";
    public static final String RUN_FINISHED = "freshet.run-finished";
    public static final String TASK_LOGS = "freshet.task-logs";

    private static final String DEAD_LETTERS = ".dlq";
    private static final Duration LONG = Duration.ofDays(365);
    private static final Duration DAYS = Duration.ofDays(7);

    private static final List<Topic> SOURCES = List.of(
            new Topic(UPSTREAM_EVENTS, "free", Cleanup.DELETE, LONG, true),
            new Topic(FILE_CHANGES, "namespace/dataset", Cleanup.DELETE, LONG, false),
            new Topic(DATASET_PROBLEMS, "namespace/dataset", Cleanup.COMPACT, null, false),
            new Topic(DELETION_CONFIRMATIONS, "namespace/dataset", Cleanup.COMPACT, null, false),
            new Topic(WORKFLOW_DEFINITIONS, "namespace/workflow", Cleanup.COMPACT, null, false),
            new Topic(POOL_DEFINITIONS, "namespace/pool", Cleanup.COMPACT, null, false),
            new Topic(RUN_REQUESTS, "namespace/workflow", Cleanup.DELETE, LONG, false),
            new Topic(CATALOG_SUBSCRIPTIONS, "namespace/dataset", Cleanup.DELETE, LONG, false),
            new Topic(PARTITION_CHANGED, "namespace/workflow", Cleanup.DELETE, DAYS, false),
            new Topic(TASK_READY, "namespace", Cleanup.DELETE, DAYS, false),
            new Topic(INPUT_LISTS, "hash of the list", Cleanup.DELETE, DAYS, false),
            new Topic(TASK_LAUNCH, "instance", Cleanup.DELETE, DAYS, false),
            new Topic(TASK_EVENTS, "namespace/workflow", Cleanup.DELETE, LONG, false),
            new Topic(TASK_FINISHED, "namespace/workflow", Cleanup.DELETE, LONG, true),
            new Topic(SLOT_RELEASES, "namespace", Cleanup.DELETE, DAYS, false),
            new Topic(PARTITION_PUBLISHED, "namespace/dataset", Cleanup.DELETE, LONG, true),
            new Topic(RUN_FINISHED, "namespace/workflow", Cleanup.DELETE, LONG, true),
            new Topic(TASK_LOGS, "attempt", Cleanup.DELETE, DAYS, false));

    private Topics() {}

    /** Every topic that an installation needs, dead-letter topics included. */
    public static List<Topic> all() {
        return SOURCES.stream()
                .flatMap(topic -> Stream.of(
                        topic, new Topic(deadLetters(topic.name()), "as source", Cleanup.DELETE, LONG, false)))
                .toList();
    }

    /** Whether there are dead letters of a topic: not of one that a topology has for itself. */
    public static boolean hasDeadLetters(@Nullable String topic) {
        return SOURCES.stream().anyMatch(source -> source.name().equals(topic));
    }

    /** The topics whose records are about one workflow, and whose keys begin with its name. */
    public static List<String> ofWorkflows() {
        return SOURCES.stream()
                .filter(topic ->
                        topic.key().equals("namespace/workflow") || topic.key().equals("instance"))
                .map(Topic::name)
                .toList();
    }

    /** Where a record goes that a reader of {@code topic} cannot read. */
    public static String deadLetters(String topic) {
        return topic + DEAD_LETTERS;
    }
}
