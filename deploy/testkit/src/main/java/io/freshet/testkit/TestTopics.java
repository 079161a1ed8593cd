package io.freshet.testkit;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * Topics of one test on a shared broker: their names begin with a prefix that no other test has.
 *
 * @param kafka the broker
 * @param prefix unique in this JVM, ends with a full stop
 */
public record TestTopics(TestKafka kafka, String prefix) {

    private static final AtomicLong NEXT = new AtomicLong();

    static TestTopics of(TestKafka kafka) {
        return new TestTopics(kafka, "test-" + NEXT.incrementAndGet() + ".");
    }

    /** The full name of a topic of this test, which need not exist. */
    public String name(String topic) {
        return prefix + topic;
    }

    /** Creates a topic with one partition and returns its full name. */
    public String create(String topic) {
        return create(topic, 1);
    }

    /** Creates a topic and returns its full name. */
    public String create(String topic, int partitions) {
        return create(topic, partitions, Map.of());
    }

    /** Creates a topic with settings such as {@code cleanup.policy} and returns its full name. */
    public String create(String topic, int partitions, Map<String, String> settings) {
        kafka.create(List.of(new NewTopic(name(topic), partitions, (short) 1).configs(settings)));
        return name(topic);
    }

    public String bootstrapServers() {
        return kafka.bootstrapServers();
    }
}
