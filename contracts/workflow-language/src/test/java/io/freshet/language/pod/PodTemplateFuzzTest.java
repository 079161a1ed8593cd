package io.freshet.language.pod;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.spec.PodTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Templates that somebody mangled, as a hostile or broken event may have them. A failure names the seed that repeats it. */
class PodTemplateFuzzTest {
    private static final int ROUNDS = 5_000;
    private static final List<Object> STRANGE =
            List.of("", "x", 0, -1L, 1e9, true, List.of(), Map.of(), List.of(1, "x"), Map.of("name", 5));

    /** What reaches beyond a pod, wherever a mapping has keys that are known. */
    private static final Map<String, Object> DANGERS = Map.of(
            "hostPath",
            Map.of("path", "/"),
            "hostNetwork",
            true,
            "hostPort",
            80,
            "privileged",
            true,
            "allowPrivilegeEscalation",
            true,
            "runAsUser",
            0,
            "serviceAccountName",
            "admin",
            "procMount",
            "Unmasked");

    /** Below these everything is left to the cluster; no container or volume is made of it. */
    private static final List<String> OPEN = List.of(
            "affinity.",
            "topologySpreadConstraints",
            "labels",
            "annotations",
            "nodeSelector",
            "limits",
            "requests",
            "configMap",
            "secret",
            "emptyDir",
            "downwardAPI",
            "csi.",
            "ephemeral",
            "Ref",
            "httpHeaders",
            "serviceAccountToken",
            "clusterTrustBundle");

    private Map<String, Object> everything = Map.of();

    @BeforeEach
    void read() throws IOException {
        everything = PodTemplateRulesTest.template(Files.readString(Path.of("src/test/resources/workflow/pod.yaml")))
                .tree();
    }

    @Test
    void whatever_the_template_is_the_rules_answer() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            PodTemplate mangled = new PodTemplate(mangled(everything, new Random(seed)));
            try {
                var violations = PodTemplateRules.violations(mangled);
                violations.forEach(each -> assertFalse(each.toString().isBlank()));
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + mangled.tree(), e);
            }
        }
    }

    @Test
    void what_reaches_beyond_the_pod_is_refused_wherever_it_stands() {
        List<String> places = new ArrayList<>();
        collect(everything, "", places);
        int tried = 0;
        for (String place : places) {
            if (OPEN.stream().anyMatch((place + ".")::contains)) {
                continue;
            }
            for (Map.Entry<String, Object> danger : DANGERS.entrySet()) {
                PodTemplate template = new PodTemplate(with(everything, "", place, danger));
                assertTrue(
                        !PodTemplateRules.violations(template).isEmpty(),
                        () -> "%s in '%s' is allowed".formatted(danger, place));
                tried++;
            }
        }
        assertTrue(tried > 200, "only " + tried);
    }

    /** The paths of all mappings. */
    private static void collect(Object value, String path, List<String> places) {
        switch (value) {
            case Map<?, ?> map -> {
                places.add(path);
                map.forEach((key, below) -> collect(below, path + "." + key, places));
            }
            case List<?> list -> {
                for (int i = 0; i < list.size(); i++) {
                    collect(list.get(i), path + "[" + i + "]", places);
                }
            }
            default -> {}
        }
    }

    private static Map<String, Object> with(
            Map<?, ?> map, String path, String place, Map.Entry<String, Object> addition) {
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((key, below) -> copy.put((String) key, copied(below, path + "." + key, place, addition)));
        if (path.equals(place)) {
            copy.put(addition.getKey(), addition.getValue());
        }
        return copy;
    }

    private static Object copied(Object value, String path, String place, Map.Entry<String, Object> addition) {
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>();
            for (Object item : list) {
                copy.add(copied(item, path + "[" + copy.size() + "]", place, addition));
            }
            return copy;
        }
        return value instanceof Map<?, ?> map ? with(map, path, place, addition) : value;
    }

    private static Map<String, Object> mangled(Map<?, ?> map, Random random) {
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            switch (random.nextInt(40)) {
                case 0 -> {}
                case 1 -> copy.put((String) key, STRANGE.get(random.nextInt(STRANGE.size())));
                case 2 -> copy.put(key + "x", value);
                default -> copy.put((String) key, mangledValue(value, random));
            }
        });
        return copy;
    }

    private static Object mangledValue(Object value, Random random) {
        return switch (value) {
            case Map<?, ?> map -> mangled(map, random);
            case List<?> list ->
                list.stream().map(item -> mangledValue(item, random)).toList();
            default -> random.nextInt(40) == 0 ? STRANGE.get(random.nextInt(STRANGE.size())) : value;
        };
    }
}
