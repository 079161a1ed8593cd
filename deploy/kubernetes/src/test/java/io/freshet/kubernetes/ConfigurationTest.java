package io.freshet.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.kubernetes.RenderedChart.Rendered;
import io.freshet.language.identity.IdentityPolicyParser;
import io.freshet.language.identity.PolicyReading;
import io.freshet.servicekit.kafka.KafkaSettings;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.Environment;
import io.micronaut.context.env.EnvironmentPropertySource;
import io.micronaut.context.env.PropertySource;
import io.micronaut.context.env.yaml.YamlPropertySourceLoader;
import io.micronaut.core.naming.conventions.StringConvention;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.SslConfigs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the chart tells the services is what they read. */
final class ConfigurationTest {
    private static final List<String> SERVICES = List.of("scheduler", "planner", "launcher", "watcher", "audit");
    /** What others than the services' own classes read: the framework, the JVM, the log's configuration, OpenTelemetry, placeholders. */
    private static final List<String> VARIABLES_OF_OTHERS = List.of(
            "MICRONAUT_CONFIG_FILES",
            "JDK_JAVA_OPTIONS",
            "FRESHET_LOG_LEVEL",
            "OTEL_EXPORTER_OTLP_ENDPOINT",
            "KAFKA_USERNAME",
            "KAFKA_PASSWORD");

    @ParameterizedTest
    @EnumSource
    void every_property_is_one_that_the_service_reads(ValueSet values) throws IOException {
        for (String service : SERVICES) {
            List<String> unknown = properties(values, service).keySet().stream()
                    .filter(property -> !KnownProperties.has(service, property))
                    .sorted()
                    .toList();
            assertEquals(List.of(), unknown, service);
        }
    }

    @ParameterizedTest
    @EnumSource
    void every_variable_is_one_that_somebody_reads(ValueSet set) {
        for (String service : SERVICES) {
            Map<String, Object> given = new HashMap<>();
            for (Map<String, Object> variable : variables(set, service)) {
                given.put(variable.get("name").toString(), variable);
            }
            given.keySet().removeAll(List.of("PLAIN", "FROM_SECRET"));
            given.keySet().removeAll(VARIABLES_OF_OTHERS);
            List<String> values = given.values().stream().map(String::valueOf).toList();
            given.keySet()
                    .removeIf(variable -> KnownProperties.hasVariable(service, variable)
                            || values.stream().anyMatch(value -> value.contains("$(" + variable + ")")));
            assertEquals(Map.of(), given, service);
        }
    }

    @ParameterizedTest
    @EnumSource
    void every_pod_is_told_its_name_as_the_instances(ValueSet values) {
        for (String service : SERVICES) {
            String variable = "FRESHET_%s_INSTANCE".formatted(service.toUpperCase(Locale.ROOT));
            assertTrue(KnownProperties.hasVariable(service, variable), variable);
            assertEquals(
                    "metadata.name",
                    variables(values, service).stream()
                            .filter(given -> given.get("name").equals(variable))
                            .map(given -> Tree.text(given, "valueFrom", "fieldRef", "fieldPath"))
                            .findFirst()
                            .orElseThrow());
        }
    }

    /** With the framework's own reader, and the environment that surefire gives this JVM as Kubernetes gives it a pod. */
    @Test
    void the_framework_puts_user_and_password_into_the_client_properties() throws IOException {
        Map<String, Object> scram = clientProperties(ValueSet.PRODUCTION);
        assertEquals(
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"the-user\" password=\"the-password\";",
                scram.get("sasl.jaas.config"));
        assertEquals("SASL_SSL", scram.get("security.protocol"));
        assertEquals("PEM", scram.get(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG));
        assertEquals("zone-a", scram.get("client.rack"));

        Map<String, Object> oauth = clientProperties(ValueSet.OAUTH);
        assertEquals("the-user", oauth.get("sasl.oauthbearer.client.credentials.client.id"));
        assertEquals("the-password", oauth.get("sasl.oauthbearer.client.credentials.client.secret"));
    }

    @ParameterizedTest
    @EnumSource
    void kafkas_clients_know_every_property_that_they_are_given(ValueSet values) throws IOException {
        assertEquals(
                Set.of(),
                clientProperties(values).keySet().stream()
                        .filter(name -> !AdminClientConfig.configNames().contains(name))
                        .filter(name -> !ConsumerConfig.configNames().contains(name))
                        .collect(Collectors.toSet()));
    }

    /** The file of the topics' job, which Kafka resolves itself. */
    @ParameterizedTest
    @EnumSource
    void the_topics_job_is_given_the_same(ValueSet values) throws IOException {
        RenderedChart chart = RenderedChart.of(values);
        Rendered map = chart.of("ConfigMap")
                .filter(document -> document.name().endsWith("-topics"))
                .findFirst()
                .orElseThrow();
        Properties file = new Properties();
        file.load(new ByteArrayInputStream(
                Tree.text(map.tree(), "data", "client.properties").getBytes(StandardCharsets.UTF_8)));

        Map<String, Object> expected = clientProperties(values);
        new AdminClientConfig(file).originals().forEach((name, value) -> {
            if (!name.startsWith("config.providers")) {
                assertEquals(String.valueOf(expected.remove(name)), value, name);
            }
        });
        expected.remove("client.id");
        assertEquals(Map.of(), expected);
    }

    @Test
    void a_changed_configuration_restarts_the_pods_that_read_it() {
        assertNotEquals(checksum(ValueSet.MINIMAL, "planner"), checksum(ValueSet.SINGLE_REPLICA, "planner"));
    }

    @Test
    void the_identity_policy_is_one_that_the_services_can_read() {
        String policy = Tree.text(
                RenderedChart.of(ValueSet.EVERYTHING)
                        .get("ConfigMap", "test-flow-identity")
                        .tree(),
                "data",
                "policy.yaml");

        assertInstanceOf(PolicyReading.Valid.class, IdentityPolicyParser.parse("policy.yaml", policy));
    }

    private static String checksum(ValueSet values, String service) {
        return Tree.text(
                workload(values, service).tree(), "spec", "template", "metadata", "annotations", "checksum/config");
    }

    static Map<String, Object> clientProperties(ValueSet values) throws IOException {
        try (Environment environment = ApplicationContext.builder()
                .deduceEnvironment(false)
                .propertySources(
                        PropertySource.of("chart", properties(values, "planner")), new EnvironmentPropertySource())
                .build()
                .getEnvironment()
                .start()) {
            Map<String, String> properties = new HashMap<>();
            environment
                    .getProperties("freshet.kafka.properties", StringConvention.RAW)
                    .forEach((name, value) -> properties.put(name, String.valueOf(value)));
            return new KafkaSettings(
                            environment.getRequiredProperty("freshet.kafka.bootstrap-servers", String.class),
                            properties)
                    .common("test");
        }
    }

    private static Map<String, Object> properties(ValueSet values, String service) throws IOException {
        Rendered map = RenderedChart.of(values)
                .of("ConfigMap")
                .filter(document -> document.name().endsWith("-" + service))
                .findFirst()
                .orElseThrow();
        byte[] file = Tree.text(map.tree(), "data", "freshet.yml").getBytes(StandardCharsets.UTF_8);
        return new YamlPropertySourceLoader().read("freshet.yml", new ByteArrayInputStream(file));
    }

    private static List<Map<String, Object>> variables(ValueSet values, String service) {
        List<Map<String, Object>> variables = new ArrayList<>();
        workload(values, service)
                .pods()
                .flatMap(pod -> Tree.maps(pod, "containers").stream())
                .forEach(container -> variables.addAll(Tree.maps(container, "env")));
        return variables;
    }

    private static Rendered workload(ValueSet values, String service) {
        return RenderedChart.of(values)
                .of("StatefulSet")
                .filter(document -> document.name().endsWith("-" + service))
                .findFirst()
                .orElseThrow();
    }
}
