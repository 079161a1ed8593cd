package io.freshet.launcher.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micronaut.context.ApplicationContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LauncherPropertiesTest {
    @Test
    void has_defaults_for_everything() {
        assertEquals(
                new LauncherProperties(
                        "launcher-0",
                        "process",
                        64,
                        10_000,
                        true,
                        Duration.ofHours(24),
                        Duration.ofSeconds(10),
                        16 * 1024 * 1024,
                        null,
                        null,
                        false,
                        "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                        "leave"),
                read(Map.of()));
    }

    @Test
    void reads_every_key() {
        Map<String, Object> keys = new TreeMap<>();
        keys.put("freshet.launcher.instance", "launcher-7");
        keys.put("freshet.launcher.executor", "in-process");
        keys.put("freshet.launcher.parallelism", 3);
        keys.put("freshet.launcher.max-open", 4);
        keys.put("freshet.launcher.sync", false);
        keys.put("freshet.launcher.timeout", "5m");
        keys.put("freshet.launcher.grace", "2s");
        keys.put("freshet.launcher.log-limit", 6);
        keys.put("freshet.launcher.user", 2001);
        keys.put("freshet.launcher.group", 3000);
        keys.put("freshet.launcher.allow-root", true);
        keys.put("freshet.launcher.path", "/bin");
        keys.put("freshet.launcher.on-close", "kill");

        assertEquals(
                new LauncherProperties(
                        "launcher-7",
                        "in-process",
                        3,
                        4,
                        false,
                        Duration.ofMinutes(5),
                        Duration.ofSeconds(2),
                        6,
                        2001,
                        3000,
                        true,
                        "/bin",
                        "kill"),
                read(keys));
    }

    @Test
    void names_every_mistake_at_once() {
        RuntimeException refused = assertThrows(
                RuntimeException.class,
                () -> read(Map.of("freshet.launcher.executor", "pods", "freshet.launcher.parallelism", 0)));

        String message = refused.toString() + refused.getCause();
        assertTrue(message.contains("executor: use process or in-process"), message);
        assertTrue(message.contains("parallelism: must be at least 1"), message);
    }

    @Test
    void is_documented_key_by_key() throws Exception {
        String readme = Files.readString(Path.of("README.md"));

        assertTrue(
                Arrays.stream(LauncherProperties.class.getRecordComponents())
                        .map(component ->
                                component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT))
                        .allMatch(key ->
                                readme.contains("`freshet.launcher." + key + "`") || readme.contains("`." + key + "`")),
                readme);
    }

    private static LauncherProperties read(Map<String, Object> properties) {
        try (ApplicationContext context = ApplicationContext.builder()
                .deduceEnvironment(false)
                .properties(properties)
                .properties(Map.of("freshet.service", "launcher"))
                .eagerInitSingletons(false)
                .start()) {
            return context.getBean(LauncherProperties.class);
        }
    }
}
