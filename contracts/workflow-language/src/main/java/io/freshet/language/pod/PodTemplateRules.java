package io.freshet.language.pod;

import io.freshet.contracts.spec.PodTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What a task may ask of its pod. Everything is refused that is not known to be harmless, down to where it is: containers, volumes,
 * security contexts. Asked when a workflow is deployed and again when an attempt is launched, since what lies between may have been
 * written by an earlier version. Pure and thread-safe.
 */
public final class PodTemplateRules {
    private static final int LARGEST = 32_768;
    static final int LONGEST_GRACE_SECONDS = 86_400;
    private static final Set<String> PULL_POLICIES = Set.of("Always", "IfNotPresent", "Never");

    private final Set<String> storageClaims;
    private final Map<String, PodValue> pod;
    private final PodMounts mounts;
    private final PodContainers containers;

    /**
     * Something that is not allowed.
     *
     * @param rule which forbids it
     * @param path within the template, as in {@code volumes[0].hostPath}; empty: the template as a whole
     * @param message what is wrong
     * @param hint what would be right
     */
    public record Violation(PodRule rule, String path, String message, String hint) {
        /** One line for people. */
        @Override
        public String toString() {
            return "rule %s: run.pod%s: %s; %s".formatted(rule, path.isEmpty() ? "" : "." + path, message, hint);
        }
    }

    private PodTemplateRules(Map<String, PodValue> pod, Set<String> storageClaims) {
        this.pod = pod;
        this.storageClaims = storageClaims;
        this.mounts = PodMounts.of(pod.get("volumes"));
        this.containers = new PodContainers(mounts);
    }

    /** Everything that is wrong with a template, in its order; empty if it is allowed. */
    public static List<Violation> violations(PodTemplate template) {
        return violations(template, Set.of());
    }

    /**
     * As {@link #violations(PodTemplate)}, where it is known where Freshet's data lie.
     *
     * @param storageClaims the names of persistent volume claims that no task may mount as a whole
     */
    public static List<Violation> violations(PodTemplate template, Set<String> storageClaims) {
        List<Violation> found = new ArrayList<>();
        PodValue root = new PodValue("", template.tree(), found);
        root.require(size(template.tree()) <= LARGEST, PodRule.TOO_LARGE, "it has more than 32768 characters");
        if (found.isEmpty()) {
            new PodTemplateRules(root.only(withSecurity()), storageClaims).check();
        }
        return found.stream().distinct().toList();
    }

    /** A security context is looked into, so that what is wrong in it is named, and then refused. */
    private static List<String> withSecurity() {
        List<String> keys = new ArrayList<>(PodKeys.POD.names());
        keys.add("securityContext");
        return keys;
    }

    private void check() {
        on("securityContext", PodSecurity::refuse);
        on("labels", PodNames::labels);
        on("annotations", PodNames::labels);
        on("nodeSelector", PodValue::requireTexts);
        on(
                "tolerations",
                tolerations -> tolerations
                        .items()
                        .forEach(
                                each -> each.only(List.of("key", "operator", "value", "effect", "tolerationSeconds"))));
        on("affinity", affinity -> affinity.only(List.of("nodeAffinity", "podAffinity", "podAntiAffinity")));
        on("topologySpreadConstraints", spread -> spread.items().forEach(PodValue::mapping));
        on(
                "priorityClassName",
                name -> name.text()
                        .ifPresent(text -> name.require(
                                !text.startsWith("system-"),
                                PodRule.SYSTEM_PRIORITY,
                                "'%s' is the system's".formatted(text))));
        on("runtimeClassName", PodValue::text);
        on("schedulerName", PodValue::text);
        on("imagePullPolicy", PodTemplateRules::pullPolicy);
        on(
                "imagePullSecrets",
                secrets -> secrets.items()
                        .forEach(secret -> secret.only(List.of("name")).values().forEach(PodValue::text)));
        on("terminationGracePeriodSeconds", PodTemplateRules::grace);
        on("env", PodContainers::environment);
        on("envFrom", PodContainers::environmentSources);
        on("initContainers", containers::check);
        on("sidecars", containers::check);
        on("serviceAccountToken", PodValue::requireBoolean);
        PodValue token = pod.get("serviceAccountToken");
        on("volumes", volumes -> new PodVolumes(token != null && token.is(true), storageClaims).check(volumes));
        on("volumeMounts", mounts::check);
    }

    private void on(String key, Consumer<PodValue> check) {
        PodValue value = pod.get(key);
        if (value != null) {
            check.accept(value);
        }
    }

    static void pullPolicy(PodValue policy) {
        policy.text()
                .filter(text -> !PULL_POLICIES.contains(text))
                .ifPresent(text -> policy.report(
                        PodRule.BAD_VALUE,
                        "'%s' is not a value here".formatted(text),
                        "use one of Always, IfNotPresent, Never"));
    }

    private static void grace(PodValue seconds) {
        boolean fits = seconds.value() instanceof Integer number && number >= 0 && number <= LONGEST_GRACE_SECONDS;
        if (!fits) {
            seconds.report(
                    PodRule.BAD_VALUE, "%s is no number of seconds".formatted(seconds.value()), "use 0 to 86400");
        }
    }

    private static int size(Object value) {
        return switch (value) {
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .mapToInt(entry -> size(entry.getKey()) + size(entry.getValue()))
                        .sum();
            case List<?> list -> list.stream().mapToInt(PodTemplateRules::size).sum();
            default -> 1 + value.toString().length();
        };
    }
}
