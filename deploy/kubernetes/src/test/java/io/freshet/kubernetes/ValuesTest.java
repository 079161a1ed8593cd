package io.freshet.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values, their schema and their comments say the same. */
final class ValuesTest {
    private static final Path VALUES = RenderedChart.CHART.resolve("values.yaml");
    private static final Path SCHEMA = RenderedChart.CHART.resolve("values.schema.json");
    private static final Pattern KEY = Pattern.compile("( *)([A-Za-z]+):.*");
    private static final Map<Class<?>, String> TYPES =
            Map.of(String.class, "string", Integer.class, "integer", Boolean.class, "boolean");
    static final List<String> SERVICES = List.of("scheduler", "planner", "launcher", "watcher", "audit");

    @Test
    void the_schema_has_the_keys_of_the_values_and_no_others() throws IOException {
        Map<String, Object> schema = schema();

        assertEquals("http://json-schema.org/draft-07/schema#", schema.get("$schema"));
        compare("", values(), schema);
    }

    private static void compare(String path, Map<String, Object> values, Map<String, Object> schema) {
        assertEquals(false, schema.get("additionalProperties"), path);
        Map<String, Object> properties = Tree.map(schema.get("properties"));
        assertEquals(values.keySet(), properties.keySet(), path);
        values.forEach((key, value) -> {
            String place = path + key;
            Map<String, Object> property = Tree.map(properties.get(key));
            if (value instanceof Map<?, ?> map) {
                assertEquals("object", property.get("type"), place);
                if (property.containsKey("properties")) {
                    compare(place + ".", Tree.map(map), property);
                } else {
                    assertTrue(property.containsKey("additionalProperties"), place);
                }
            } else {
                assertEquals(TYPES.get(value.getClass()), property.get("type"), place);
            }
        });
    }

    @Test
    void a_comment_that_begins_with_its_name_is_above_every_key_and_is_its_description() throws IOException {
        Map<String, Object> schema = schema();
        List<String> path = new ArrayList<>();
        StringBuilder comment = new StringBuilder();
        int keys = 0;
        for (String line : Files.readAllLines(VALUES)) {
            Matcher key = KEY.matcher(line);
            if (line.strip().startsWith("#")) {
                comment.append(comment.isEmpty() ? "" : " ")
                        .append(line.strip().substring(1).strip());
            } else if (key.matches()) {
                int depth = key.group(1).length() / 2;
                path.subList(depth, path.size()).clear();
                path.add(key.group(2));
                assertTrue(comment.toString().startsWith(key.group(2) + " "), () -> path + ": " + comment);
                assertEquals(description(schema, path), comment.toString());
                comment.setLength(0);
                keys++;
            } else {
                comment.setLength(0);
            }
        }
        assertTrue(keys > 200, "only %d keys were seen".formatted(keys));
    }

    @Test
    void all_services_have_the_same_keys() throws IOException {
        Map<String, Object> values = values();
        Set<String> keys = paths("", Tree.map(values.get("planner")));

        for (String service : SERVICES) {
            assertEquals(keys, paths("", Tree.map(values.get(service))), service);
        }
    }

    /** No list: what is in a list cannot be set or overridden one by one. */
    @Test
    void values_are_maps_and_strings_are_quoted() throws IOException {
        assertTrue(paths("", values()).stream().noneMatch(path -> path.endsWith("[]")));
        for (String line : Files.readAllLines(VALUES)) {
            Matcher key = KEY.matcher(line);
            if (key.matches()) {
                String value = line.strip().substring(key.group(2).length() + 1).strip();
                assertTrue(value.matches("|\".*\"|\\d+|true|false|\\{.*}"), line);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "planer: {replicas: 1}, planer",
        "planner: {replica: 1}, replica",
        "planner: {replicas: many}, replicas",
        "watcher: {replicas: 2}, replicas",
        "'kafka: {security: {protocol: TLS}}', protocol",
        "'planner: {image: {digest: latest}}', digest"
    })
    void what_is_not_a_value_is_refused(String values, String named, @TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("values.yaml"), values + "\n");

        RuntimeException refused = assertThrows(RuntimeException.class, () -> RenderedChart.of(file));

        assertTrue(refused.getMessage().contains(named), refused::getMessage);
    }

    @ParameterizedTest
    @CsvSource({
        "'kafka: {bootstrapServers: \"\"}', kafka.bootstrapServers",
        "'{kafka: {bootstrapServers: k}, database: {audit: {jdbcUrl: u, existingSecret: s}}}', database.scheduler",
        "'{kafka: {bootstrapServers: k, security: {protocol: SASL_SSL}}}', kafka.security.username"
    })
    void what_is_missing_is_named(String values, String named, @TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("values.yaml"), values + "\n");

        RuntimeException refused = assertThrows(RuntimeException.class, () -> RenderedChart.of(file));

        assertTrue(refused.getMessage().contains(named), refused::getMessage);
    }

    private static Set<String> paths(String at, Map<String, Object> values) {
        Set<String> paths = new TreeSet<>();
        values.forEach((key, value) -> {
            paths.add(at + key + (value instanceof List<?> ? "[]" : ""));
            if (value instanceof Map<?, ?> map) {
                paths.addAll(paths(at + key + ".", Tree.map(map)));
            }
        });
        return paths;
    }

    private static String description(Map<String, Object> schema, List<String> path) {
        Map<String, Object> at = schema;
        for (String step : path) {
            at = Tree.map(Tree.at(at, "properties", step));
        }
        return at.get("description").toString();
    }

    static Map<String, Object> values() throws IOException {
        return RenderedChart.yaml().load(Files.readString(VALUES));
    }

    static Map<String, Object> schema() throws IOException {
        return Tree.map(new ObjectMapper().readValue(SCHEMA.toFile(), Map.class));
    }
}
