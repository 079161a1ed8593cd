package io.freshet.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The compose file names variables, images and ports that exist, the same as the chart's. */
final class ComposeTest {
    private static final Set<String> OF_OTHERS = Set.of("FRESHET_LOG_LEVEL", "OTEL_EXPORTER_OTLP_ENDPOINT");
    private static Map<String, Object> compose;

    @BeforeAll
    static void read() throws IOException {
        compose = RenderedChart.yaml().load(Files.readString(Path.of("../compose/compose.yaml")));
    }

    @Test
    void has_the_servers_and_the_five_services() {
        Set<String> services = new TreeSet<>(Tree.map(compose.get("services")).keySet());

        assertTrue(services.containsAll(Set.of("kafka", "postgresql", "jaeger", "prometheus")), services::toString);
        assertTrue(services.containsAll(Set.of("scheduler", "planner", "launcher", "watcher", "audit")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"scheduler", "planner", "launcher", "watcher", "audit"})
    void every_variable_is_a_property_that_the_service_reads(String service) {
        Set<String> variables = new TreeSet<>(
                Tree.map(Tree.at(compose, "services", service, "environment")).keySet());
        variables.removeAll(OF_OTHERS);
        variables.removeIf(variable -> KnownProperties.hasVariable(service, variable));

        assertEquals(Set.of(), variables);
    }

    @ParameterizedTest
    @ValueSource(strings = {"scheduler", "planner", "launcher", "watcher", "audit"})
    void image_port_and_restrictions_are_the_charts(String service) {
        Map<String, Object> container = RenderedChart.of(ValueSet.MINIMAL)
                .get("StatefulSet", "test-freshet-" + service)
                .pods()
                .flatMap(pod -> Tree.maps(pod, "containers").stream())
                .findFirst()
                .orElseThrow();
        String port =
                Tree.maps(container, "ports").getFirst().get("containerPort").toString();
        String image = container.get("image").toString();
        Map<String, Object> here = Tree.map(Tree.at(compose, "services", service));

        assertTrue(
                here.get("image").toString().contains(image.replace(":0.1.0", ":${FRESHET_VERSION:-0.1.0}")),
                () -> here.get("image") + " and " + image);
        assertTrue(Tree.text(compose, "configs", "prometheus", "content").contains(service + ":" + port));
        if (here.get("ports") instanceof List<?> ports) {
            assertEquals(List.of("127.0.0.1:%s:%s".formatted(port, port)), ports);
        }
        assertEquals(true, here.get("read_only"));
        assertEquals(List.of("ALL"), here.get("cap_drop"));
        assertEquals("10001:10001", here.get("user"));
    }

    @Test
    void what_is_mounted_and_waited_for_exists_and_what_the_chart_mounts_is_mounted() {
        Map<String, Object> services = Tree.map(compose.get("services"));
        Set<String> volumes = Tree.map(compose.get("volumes")).keySet();
        services.forEach((name, service) -> {
            Tree.find(service, "volumes")
                    .ifPresent(list -> ((List<?>) list)
                            .forEach(mount ->
                                    assertTrue(volumes.contains(mount.toString().split(":", 2)[0]), name)));
            Tree.find(service, "depends_on")
                    .ifPresent(on -> assertTrue(
                            services.keySet().containsAll(Tree.map(on).keySet()), name));
        });
        for (String service : List.of("scheduler", "planner", "launcher", "watcher", "audit")) {
            String mounts = Tree.find(services, service, "volumes")
                    .map(Object::toString)
                    .orElse("");
            List<Map<String, Object>> charts = RenderedChart.of(ValueSet.MINIMAL)
                    .get("StatefulSet", "test-freshet-" + service)
                    .pods()
                    .flatMap(pod -> Tree.maps(pod, "containers").stream())
                    .flatMap(container -> Tree.maps(container, "volumeMounts").stream())
                    .toList();
            for (String path : List.of("/storage", "/var/lib/freshet")) {
                assertEquals(
                        charts.stream().anyMatch(mount -> mount.get("mountPath").equals(path)),
                        mounts.contains(":" + path),
                        service + path);
            }
        }
    }

    @Test
    void the_topics_are_made_as_the_services_expect_them() {
        String command = Tree.text(compose, "services", "topics", "command");
        String planner = Tree.text(compose, "services", "planner", "environment", "FRESHET_KAFKA_PARTITIONS");

        assertTrue(command.contains("--partitions=" + planner), command);
        assertFalse(Tree.text(compose, "services", "kafka", "image").endsWith(":latest"));
    }
}
