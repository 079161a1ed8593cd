package io.freshet.language.pod;

import java.util.List;
import java.util.Set;

/** Security contexts: what they may say is what Freshet says anyway, or less. */
final class PodSecurity {
    private static final List<String> KEYS = List.of(
            "allowPrivilegeEscalation",
            "appArmorProfile",
            "capabilities",
            "privileged",
            "procMount",
            "readOnlyRootFilesystem",
            "runAsNonRoot",
            "seccompProfile");

    private static final Set<String> PROFILES = Set.of("RuntimeDefault", "Localhost");

    private PodSecurity() {}

    /** Of a container beside the task. */
    static void check(PodValue context) {
        context.mapping().forEach((key, value) -> {
            boolean group = value.value() instanceof List<?> list && list.contains(0);
            boolean root = (key.startsWith("runAs") || key.equals("fsGroup")) && value.is(0);
            value.require(!group && !root, PodRule.RUN_AS_ROOT, "'%s' is 0".formatted(key));
        });
        context.only(KEYS).forEach(PodSecurity::check);
    }

    /** Of the pod: it is the identity's. */
    static void refuse(PodValue context) {
        int before = context.found().size();
        check(context);
        if (context.found().size() == before) {
            context.report(PodRule.RUN_AS, "the pod's security context is the identity's", PodRule.RUN_AS.hint());
        }
    }

    private static void check(String key, PodValue value) {
        switch (key) {
            case "privileged" -> value.require(value.is(false), PodRule.PRIVILEGED, "a container is privileged");
            case "allowPrivilegeEscalation" ->
                value.require(value.is(false), PodRule.PRIVILEGE_ESCALATION, "privileges may be escalated");
            case "runAsNonRoot" -> value.require(value.is(true), PodRule.RUN_AS_ROOT, "runAsNonRoot is not true");
            case "procMount" -> value.require(value.is("Default"), PodRule.PROC_MOUNT, "/proc is not masked");
            case "seccompProfile" -> profile(value, PodRule.SECCOMP);
            case "appArmorProfile" -> profile(value, PodRule.APPARMOR);
            case "capabilities" -> capabilities(value);
            default -> value.requireBoolean();
        }
    }

    private static void profile(PodValue profile, PodRule rule) {
        PodValue type = profile.only(List.of("type", "localhostProfile")).get("type");
        boolean confined = type != null && type.value() instanceof String text && PROFILES.contains(text);
        profile.require(confined, rule, "it is not confined by RuntimeDefault or Localhost");
    }

    private static void capabilities(PodValue capabilities) {
        capabilities.mapping().forEach((key, value) -> {
            if (key.equals("drop")) {
                value.items().forEach(PodValue::text);
            } else {
                value.require(value.is(List.of()), PodRule.CAPABILITIES, "capabilities are added");
            }
        });
    }
}
