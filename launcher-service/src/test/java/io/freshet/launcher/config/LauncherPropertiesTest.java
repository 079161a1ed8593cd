package io.freshet.launcher.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.language.identity.IdentityPolicy;
import io.freshet.language.identity.IdentityPolicyFile;
import io.freshet.launcher.domain.TaskTracing;
import io.micronaut.context.ApplicationContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
                        true,
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
        keys.put("freshet.launcher.namespaces", false);
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
                        false,
                        "kill"),
                read(keys));
    }

    @Test
    void names_every_mistake_at_once() {
        RuntimeException refused = assertThrows(
                RuntimeException.class,
                () -> read(Map.of("freshet.launcher.executor", "pods", "freshet.launcher.parallelism", 0)));

        String message = refused.toString() + refused.getCause();
        assertTrue(message.contains("executor: use process, kubernetes or in-process"), message);
        assertTrue(message.contains("parallelism: must be at least 1"), message);
    }

    @Test
    void takes_an_identity_policy_that_is_valid_and_none_by_default(@TempDir Path directory) throws Exception {
        String policy = "apiVersion: freshet.io/v1\nkind: IdentityPolicy\nidentities: {}\nrules: []\n";
        Path valid = Files.writeString(directory.resolve("valid.yaml"), policy);
        Path broken = Files.writeString(directory.resolve("broken.yaml"), policy + "rule: []\n");

        assertNull(identity(Map.of()).file());
        IdentityPolicyFile file =
                identity(Map.of("freshet.identity.policy", valid.toString())).file();
        assertEquals(
                new IdentityPolicy(Map.of(), List.of()),
                Objects.requireNonNull(file).current());
        IdentityProperties refused = identity(Map.of("freshet.identity.policy", broken.toString()));
        assertThrows(IllegalArgumentException.class, refused::file);
    }

    @Test
    void pods_run_where_the_launcher_is_unless_it_says_otherwise() {
        assertEquals("data", namespace(Map.of(), "data"));
        assertEquals("tasks", namespace(Map.of("freshet.launcher.kubernetes.namespace", "tasks"), "data"));
        assertEquals("default", namespace(Map.of(), null));
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

    private static String namespace(Map<String, Object> properties, @Nullable String ofClient) {
        return read(properties, KubernetesProperties.class)
                .settings(read(properties), Path.of("/storage"), ofClient, TaskTracing.ALL)
                .namespace();
    }

    private static LauncherProperties read(Map<String, Object> properties) {
        return read(properties, LauncherProperties.class);
    }

    private static IdentityProperties identity(Map<String, Object> properties) {
        return read(properties, IdentityProperties.class);
    }

    private static <T> T read(Map<String, Object> properties, Class<T> type) {
        try (ApplicationContext context = ApplicationContext.builder()
                .deduceEnvironment(false)
                .properties(properties)
                .properties(Map.of("freshet.service", "launcher"))
                .eagerInitSingletons(false)
                .start()) {
            return context.getBean(type);
        }
    }
}
