package io.freshet.scheduler.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.scheduler.admission.AdmissionPolicy;
import io.freshet.servicekit.kafka.KafkaProperties;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PropertiesTest {
    private static final String POLICY = """
            apiVersion: freshet.io/v1
            kind: IdentityPolicy
            identities: {etl: {user: 20001, group: 20001}}
            rules: []
            """;

    @Test
    void defaults() {
        with(Map.of(), context -> {
            assertEquals(
                    new SchedulerProperties(
                            "scheduler-0", null, Duration.ofSeconds(10), Duration.ofDays(7), Duration.ofDays(30)),
                    context.getBean(SchedulerProperties.class));
            AdmissionProperties admission = context.getBean(AdmissionProperties.class);
            assertEquals(
                    new AdmissionPolicy(2 * Runtime.getRuntime().availableProcessors(), false, Duration.ofMinutes(1)),
                    admission.policy());
            assertEquals("freshet-admission", admission.applicationId());
            assertNull(context.getBean(IdentityProperties.class).policy());
            assertEquals(12, context.getBean(KafkaProperties.class).partitions());
        });
    }

    @Test
    void everything_can_be_set(@TempDir Path directory) throws IOException {
        Path policy = Files.writeString(directory.resolve("identities.yaml"), POLICY);
        Map<String, Object> settings = new HashMap<>(Map.of(
                "freshet.scheduler.instance", "b",
                "freshet.scheduler.publish-wait", "1s",
                "freshet.scheduler.outbox-retention", "1d",
                "freshet.scheduler.request-retention", "2d",
                "freshet.admission.default-slots", 7,
                "freshet.admission.application-id", "other",
                "freshet.admission.ageing", "5m",
                "freshet.identity.policy", policy.toString(),
                "freshet.kafka.properties.security.protocol", "SSL"));
        settings.put("freshet.scheduler.address", "10.0.0.7:8080");

        with(settings, context -> {
            assertEquals(
                    new SchedulerProperties(
                            "b", "10.0.0.7:8080", Duration.ofSeconds(1), Duration.ofDays(1), Duration.ofDays(2)),
                    context.getBean(SchedulerProperties.class));
            assertEquals(new IdentityProperties(policy), context.getBean(IdentityProperties.class));
            assertEquals(
                    new AdmissionProperties(7, "other", false, Duration.ofMinutes(5)),
                    context.getBean(AdmissionProperties.class));
            assertEquals(
                    Map.of("security.protocol", "SSL"),
                    context.getBean(KafkaProperties.class).settings().properties());
        });
    }

    @Test
    void nothing_starts_with_a_broken_identity_policy(@TempDir Path directory) throws IOException {
        Path policy = Files.writeString(directory.resolve("identities.yaml"), POLICY.replace("20001", "0"));

        RuntimeException refused = assertThrows(
                RuntimeException.class,
                () -> with(Map.of("freshet.identity.policy", policy.toString()), context -> {}));

        assertTrue(String.valueOf(refused.getMessage()).contains("identities.yaml:3:26: 0 is root"), refused::toString);
    }

    @Test
    void wrong_values_are_refused() {
        assertThrows(IllegalArgumentException.class, () -> new AdmissionProperties(0, "a", false, Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> new AdmissionProperties(1, "a", false, Duration.ofDays(2)));
        assertThrows(
                IllegalArgumentException.class,
                () -> new SchedulerProperties(
                        "a b", null, Duration.ofSeconds(1), Duration.ofDays(1), Duration.ofDays(1)));
        assertThrows(
                IllegalArgumentException.class,
                () -> new SchedulerProperties("a", "nowhere", Duration.ZERO, Duration.ZERO, Duration.ZERO));
    }

    private interface Check {
        void of(ApplicationContext context);
    }

    private static void with(Map<String, Object> settings, Check check) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("freshet.service", "scheduler");
        all.put("freshet.kafka.bootstrap-servers", "nowhere:9092");
        try (ApplicationContext context = ApplicationContext.builder()
                .deduceEnvironment(false)
                .banner(false)
                .properties(all)
                .start()) {
            check.of(context);
        }
    }
}
