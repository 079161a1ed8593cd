package io.freshet.watcher.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.servicekit.kafka.KafkaProperties;
import io.micronaut.context.ApplicationContext;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WatcherPropertiesTest {
    @Test
    void has_defaults() {
        try (ApplicationContext context = context(Map.of("freshet.kafka.bootstrap-servers", "localhost:9092"))) {
            assertEquals(
                    new WatcherProperties("watcher-0", Duration.ofSeconds(60), true, Duration.ofDays(30)),
                    context.getBean(WatcherProperties.class));
            KafkaProperties kafka = context.getBean(KafkaProperties.class);
            assertEquals(12, kafka.partitions());
            assertEquals(3, kafka.replication());
            assertEquals(Map.of(), kafka.settings().properties());
        }
    }

    @Test
    void takes_everything_from_configuration() {
        try (ApplicationContext context = context(Map.of(
                "freshet.watcher.instance", "west",
                "freshet.watcher.reconcile-interval", "5m",
                "freshet.watcher.notifications", "false",
                "freshet.watcher.event-memory", "2d",
                "freshet.kafka.bootstrap-servers", "broker:1",
                "freshet.kafka.partitions", 3,
                "freshet.kafka.replication", 1,
                "freshet.kafka.properties.security.protocol", "SSL"))) {
            assertEquals(
                    new WatcherProperties("west", Duration.ofMinutes(5), false, Duration.ofDays(2)),
                    context.getBean(WatcherProperties.class));
            assertEquals(
                    new KafkaProperties("broker:1", 3, (short) 1, Map.of("security.protocol", "SSL")),
                    context.getBean(KafkaProperties.class));
        }
    }

    @Test
    void says_what_is_wrong() {
        Duration day = Duration.ofDays(1);
        IllegalArgumentException wrong = assertThrows(
                IllegalArgumentException.class, () -> new WatcherProperties("a b", Duration.ofSeconds(1), true, day));

        assertTrue(wrong.getMessage().contains("freshet.watcher.instance"), wrong::getMessage);
        assertThrows(IllegalArgumentException.class, () -> new WatcherProperties("a", Duration.ZERO, true, day));
        assertThrows(IllegalArgumentException.class, () -> new WatcherProperties("a", day, true, day.minusSeconds(1)));
    }

    private static ApplicationContext context(Map<String, Object> properties) {
        return ApplicationContext.builder()
                .banner(false)
                .deduceEnvironment(false)
                .properties(properties)
                .properties(Map.of("freshet.service", "watcher"))
                .start();
    }
}
