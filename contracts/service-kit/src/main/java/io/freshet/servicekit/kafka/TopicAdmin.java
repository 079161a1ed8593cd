package io.freshet.servicekit.kafka;

import io.freshet.contracts.topic.RecordLimits;
import io.freshet.contracts.topic.Topic;
import io.freshet.contracts.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Creates the topics of an installation. Doing it again, also from several places at once, changes nothing. */
public final class TopicAdmin {
    /** How long a topic that has been created may be unknown to the brokers. */
    static final Duration KNOWN_WITHIN = Duration.ofSeconds(60);

    private static final Duration ASK_AGAIN = Duration.ofMillis(50);

    private final KafkaSettings kafka;

    public TopicAdmin(KafkaSettings kafka) {
        this.kafka = kafka;
    }

    /**
     * Creates what is missing of {@link Topics#all}, and returns when the brokers know all of them: a broker answers from its own
     * copy of the metadata, which a busy one reads some time after the controller has created a topic. Waits for {@link #KNOWN_WITHIN}.
     *
     * @param partitions of every topic; the co-partitioned ones must agree, and the count cannot be changed later
     * @return how many partitions each has, which of a topic that existed may be another number
     * @throws ExecutionException with Kafka's exception if a topic could not be created, or is not known in time
     */
    public Map<String, Integer> createMissing(int partitions, short replication)
            throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(kafka.common("freshet-topics"))) {
            Set<String> existing = new HashSet<>(admin.listTopics().names().get());
            List<NewTopic> missing = new ArrayList<>();
            for (Topic topic : Topics.all()) {
                if (!existing.contains(topic.name())) {
                    missing.add(new NewTopic(topic.name(), partitions, replication).configs(config(topic)));
                }
            }
            CreateTopicsResult created = admin.createTopics(missing);
            for (KafkaFuture<Void> result : created.values().values()) {
                awaitCreated(result);
            }
            return awaitKnown(admin);
        }
    }

    private static Map<String, Integer> awaitKnown(Admin admin) throws ExecutionException, InterruptedException {
        long begin = System.nanoTime();
        while (true) {
            Map<String, Integer> known = partitions(admin);
            Set<String> unknown = new TreeSet<>(names());
            unknown.removeAll(known.keySet());
            if (unknown.isEmpty()) {
                return known;
            }
            if (System.nanoTime() - begin > KNOWN_WITHIN.toNanos()) {
                throw new ExecutionException(new TimeoutException(
                        "the topics %s were created, but after %d s the broker does not know them; is it overloaded?"
                                .formatted(unknown, KNOWN_WITHIN.toSeconds())));
            }
            Thread.sleep(ASK_AGAIN);
        }
    }

    private static Set<String> names() {
        return Topics.all().stream().map(Topic::name).collect(Collectors.toCollection(HashSet::new));
    }

    /**
     * How many partitions those of {@link Topics#all} have that exist.
     *
     * @throws ExecutionException with Kafka's exception if it did not answer
     */
    public Map<String, Integer> partitions() throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(kafka.common("freshet-topics"))) {
            return partitions(admin);
        }
    }

    private static Map<String, Integer> partitions(Admin admin) throws ExecutionException, InterruptedException {
        Set<String> existing = new HashSet<>(admin.listTopics().names().get());
        existing.retainAll(names());
        Map<String, Integer> partitions = new HashMap<>();
        for (Map.Entry<String, KafkaFuture<TopicDescription>> topic :
                admin.describeTopics(existing).topicNameValues().entrySet()) {
            try {
                partitions.put(
                        topic.getKey(), topic.getValue().get().partitions().size());
            } catch (ExecutionException e) {
                // Another broker than the one that listed it, which does not know it yet, or it was deleted meanwhile.
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
            }
        }
        return partitions;
    }

    /**
     * The identity of a topic, which changes when it is removed and made anew.
     *
     * @throws ExecutionException with Kafka's exception if there is no such topic, or it did not answer
     */
    public String id(String topic) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(kafka.common("freshet-topics"))) {
            TopicDescription description =
                    admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic);
            return Objects.requireNonNull(description, topic).topicId().toString();
        }
    }

    private static void awaitCreated(KafkaFuture<Void> result) throws ExecutionException, InterruptedException {
        try {
            result.get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    private static Map<String, String> config(Topic topic) {
        Map<String, String> config = new HashMap<>();
        config.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(RecordLimits.MAX_RECORD_BYTES));
        switch (topic.cleanup()) {
            case COMPACT -> config.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
            case DELETE -> {
                config.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
                Duration retention = topic.retention();
                config.put(
                        TopicConfig.RETENTION_MS_CONFIG,
                        retention == null ? "-1" : Long.toString(retention.toMillis()));
            }
        }
        return config;
    }
}
