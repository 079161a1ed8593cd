package io.freshet.testkit;

import io.freshet.contracts.topic.Topic;
import io.freshet.contracts.topic.Topics;
import io.freshet.embedded.EmbeddedBroker;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;

/**
 * The real broker that this JVM's tests share, started when first asked for. It is a container where a Docker engine
 * has the image already, and the embedded broker of the same version everywhere else; tests cannot tell. Thread-safe.
 */
public final class TestKafka {

    private static final Duration DELETED_WITHIN = Duration.ofSeconds(30);

    private final String bootstrapServers;
    private final Admin admin;

    private TestKafka(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        this.admin = JvmLifetime.closeAtEnd(
                Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers)));
    }

    /** The broker of this JVM. */
    public static TestKafka shared() {
        return Holder.SHARED;
    }

    /** Where clients connect, {@code host:port}. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** For what this class does not offer; not to be closed. */
    public Admin admin() {
        return admin;
    }

    /** Topics whose names nobody else uses. */
    public TestTopics topics() {
        return TestTopics.of(this);
    }

    /** Creates topics with one replica. */
    public void create(Collection<NewTopic> topics) {
        await(admin.createTopics(topics).all());
    }

    /** All of the product's topics, empty: those that an earlier test has left are deleted first. */
    public void createProductTopics(int partitions) {
        delete(Topics.all().stream().map(Topic::name).toList());
        create(Topics.all().stream().map(topic -> newTopic(topic, partitions)).toList());
    }

    /** Deletes topics, those that do not exist excepted, and returns when their names are free. */
    public void delete(Collection<String> names) {
        List<String> existing = names.stream().filter(existing()::contains).toList();
        await(admin.deleteTopics(existing).all());
        Eventually.eventually(
                DELETED_WITHIN, this::existing, left -> existing.stream().noneMatch(left::contains));
    }

    private Collection<String> existing() {
        return await(admin.listTopics().names());
    }

    private static NewTopic newTopic(Topic topic, int partitions) {
        String policy = topic.cleanup() == Topic.Cleanup.COMPACT
                ? TopicConfig.CLEANUP_POLICY_COMPACT
                : TopicConfig.CLEANUP_POLICY_DELETE;
        return new NewTopic(topic.name(), partitions, (short) 1)
                .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, policy));
    }

    static <T> T await(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new AssertionError("The broker refuses: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting for the broker", e);
        }
    }

    private static TestKafka start() {
        String host = Optional.ofNullable(System.getenv("DOCKER_HOST")).orElse("");
        boolean container = DockerEngine.of(host)
                .filter(engine -> engine.has(BrokerContainer.IMAGE))
                .isPresent();
        return new TestKafka(container ? BrokerContainer.start() : embedded());
    }

    private static String embedded() {
        return JvmLifetime.closeAtEnd(EmbeddedBroker.start(Scratch.directory().resolve("kafka")))
                .bootstrapServers();
    }

    private static final class Holder {
        static final TestKafka SHARED = start();
    }
}
