package io.freshet.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

@WithKafka
class TestKafkaIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void collects_the_records_of_a_topic(TestTopics topics) {
        String topic = topics.create("letters", 2);
        write(topics, topic, "a", "b", "c");

        try (TopicReader<String, String> reader = TopicReader.ofText(topics.bootstrapServers(), topic)) {
            assertEquals(3, reader.atLeast(3, PATIENCE).size());
            write(topics, topic, "d");

            List<String> all = values(reader.toEnd(PATIENCE));

            assertEquals(List.of("a", "b", "c", "d"), all.stream().sorted().toList());
        }
    }

    @Test
    void says_what_it_read_if_that_is_not_enough(TestTopics topics) {
        String topic = topics.create("few");
        write(topics, topic, "only");

        try (TopicReader<String, String> reader = TopicReader.ofText(topics.bootstrapServers(), topic)) {
            AssertionError late = assertThrows(AssertionError.class, () -> reader.atLeast(2, Duration.ofMillis(300)));

            assertTrue(late.getMessage().contains("only"), late::getMessage);
        }
    }

    @Test
    void gives_each_test_its_own_names(TestTopics topics, TestKafka kafka) {
        assertNotEquals(topics.name("same"), kafka.topics().name("same"));
    }

    @Test
    void empties_the_topics_of_the_product(TestKafka kafka, TestTopics topics) {
        kafka.createProductTopics(1);
        write(topics, Topics.TASK_EVENTS, "old");

        kafka.createProductTopics(2);

        try (TopicReader<String, String> reader = TopicReader.ofText(kafka.bootstrapServers(), Topics.TASK_EVENTS)) {
            assertEquals(List.of(), reader.toEnd(PATIENCE));
        }
    }

    private static void write(TestTopics topics, String topic, String... values) {
        Map<String, Object> settings = Map.of("bootstrap.servers", topics.bootstrapServers());
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            for (String value : values) {
                var _ = producer.send(new ProducerRecord<>(topic, value, value));
            }
        }
    }

    private static List<String> values(List<ConsumerRecord<String, String>> records) {
        return records.stream().map(ConsumerRecord::value).toList();
    }
}
