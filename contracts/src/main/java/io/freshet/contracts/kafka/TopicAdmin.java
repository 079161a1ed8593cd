package io.freshet.contracts.kafka;

import io.freshet.contracts.topic.Topic;
import io.freshet.contracts.topic.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates the topics of an installation. Doing it again, also from several places at once, changes nothing. */
public final class TopicAdmin {
    private final KafkaSettings kafka;

    public TopicAdmin(KafkaSettings kafka) {
        this.kafka = kafka;
    }

    /**
     * Creates what is missing of {@link Topics#all}.
     *
     * @param partitions of every topic; the co-partitioned ones must agree, and the count cannot be changed later
     * @throws ExecutionException with Kafka's exception if a topic could not be created
     */
    public void createMissing(int partitions, short replication) throws ExecutionException, InterruptedException {
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
        }
    }

    /**
     * How many partitions those of {@link Topics#all} have that exist.
     *
     * @throws ExecutionException with Kafka's exception if it did not answer
     */
    public Map<String, Integer> partitions() throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(kafka.common("freshet-topics"))) {
            Set<String> existing = new HashSet<>(admin.listTopics().names().get());
            existing.retainAll(Topics.all().stream().map(Topic::name).toList());
            Map<String, Integer> partitions = new HashMap<>();
            admin.describeTopics(existing)
                    .allTopicNames()
                    .get()
                    .forEach((topic, description) ->
                            partitions.put(topic, description.partitions().size()));
            return partitions;
        }
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
        config.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(KafkaSettings.MAX_RECORD_BYTES));
        switch (topic.cleanup()) {
            case COMPACT -> config.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
            case DELETE -> {
                config.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
                java.time.Duration retention = topic.retention();
                config.put(
                        TopicConfig.RETENTION_MS_CONFIG,
                        retention == null ? "-1" : Long.toString(retention.toMillis()));
            }
        }
        return config;
    }
}
