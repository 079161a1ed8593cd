package io.freshet.servicekit.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** How long a client waits for a broker that does not answer: milliseconds, in all three kinds of clients. */
class KafkaSettingsTimeoutsTest {
    private static final KafkaSettings KAFKA = KafkaSettings.of("127.0.0.1:1");

    @Test
    void a_producer_gives_up_in_two_minutes() {
        Map<String, Object> settings = KAFKA.producer("test");
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);

        assertEquals(
                "{delivery.timeout.ms=120000, max.block.ms=60000, request.timeout.ms=30000, "
                        + "socket.connection.setup.timeout.max.ms=30000, socket.connection.setup.timeout.ms=10000}",
                waits(new ProducerConfig(settings)));
    }

    @Test
    void a_consumer_gives_up_in_a_minute() {
        Map<String, Object> settings = KAFKA.consumer("test", "group");
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);

        assertEquals(
                "{default.api.timeout.ms=60000, request.timeout.ms=30000, "
                        + "socket.connection.setup.timeout.max.ms=30000, socket.connection.setup.timeout.ms=10000}",
                waits(new ConsumerConfig(settings)));
    }

    @Test
    void an_admin_client_gives_up_in_a_minute() {
        assertEquals(
                "{default.api.timeout.ms=60000, request.timeout.ms=30000, "
                        + "socket.connection.setup.timeout.max.ms=30000, socket.connection.setup.timeout.ms=10000}",
                waits(new AdminClientConfig(KAFKA.common("test"))));
    }

    private static String waits(AbstractConfig config) {
        Map<String, Object> waits = new TreeMap<>();
        config.values().forEach((name, value) -> {
            boolean isWait = name.equals("default.api.timeout.ms")
                    || name.equals("delivery.timeout.ms")
                    || name.equals("max.block.ms")
                    || name.equals("request.timeout.ms")
                    || name.startsWith("socket.connection.setup.timeout");
            if (isWait) {
                waits.put(name, value);
            }
        });
        return waits.toString();
    }
}
