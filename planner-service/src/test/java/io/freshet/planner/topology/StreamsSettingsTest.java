package io.freshet.planner.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.freshet.servicekit.kafka.KafkaSettings;
import io.freshet.servicekit.streams.ThreadFailure;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

class StreamsSettingsTest {
    @Test
    void properties_of_every_client_override_the_planners_own() {
        KafkaSettings kafka = new KafkaSettings("localhost:9092", Map.of(StreamsConfig.POLL_MS_CONFIG, "50"));

        Map<String, Object> properties = new StreamsSettings(kafka, (short) 1, Path.of("state"), 1, "planner-0")
                .properties(new ThreadFailure("test"));

        assertEquals(50L, new StreamsConfig(properties).getLong(StreamsConfig.POLL_MS_CONFIG));
        assertEquals(
                5L,
                new StreamsConfig(new StreamsSettings(
                                        KafkaSettings.of("localhost:9092"), (short) 1, Path.of("state"), 1, "planner-0")
                                .properties(new ThreadFailure("test")))
                        .getLong(StreamsConfig.POLL_MS_CONFIG));
    }

    @Test
    void the_guarantee_that_correctness_rests_on_cannot_be_overridden() {
        KafkaSettings kafka = new KafkaSettings(
                "localhost:9092", Map.of(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE));

        Map<String, Object> properties = new StreamsSettings(kafka, (short) 1, Path.of("state"), 1, "planner-0")
                .properties(new ThreadFailure("test"));

        assertEquals(StreamsConfig.EXACTLY_ONCE_V2, properties.get(StreamsConfig.PROCESSING_GUARANTEE_CONFIG));
    }
}
