package io.freshet.language.pod;

import java.util.List;

/** Names that Freshet uses itself, or that change what a pod may do. */
final class PodNames {
    /** Of labels and annotations. */
    private static final List<String> DOMAINS =
            List.of("freshet.io", "app.kubernetes.io", "pod-security.kubernetes.io");

    private static final List<String> SECCOMP =
            List.of("seccomp.security.alpha.kubernetes.io", "container.seccomp.security.alpha.kubernetes.io");

    private PodNames() {}

    static void labels(PodValue labels) {
        labels.requireTexts();
        labels.mapping().forEach((key, value) -> {
            String domain = key.contains("/") ? key.substring(0, key.indexOf('/')) : "";
            String message = "'%s' is not for tasks to set".formatted(key);
            boolean own = DOMAINS.stream().anyMatch(each -> domain.equals(each) || domain.endsWith("." + each));
            value.require(!own, PodRule.RESERVED_NAME, message);
            value.require(!SECCOMP.contains(domain), PodRule.SECCOMP, message);
            value.require(!domain.equals("container.apparmor.security.beta.kubernetes.io"), PodRule.APPARMOR, message);
        });
    }

    /** Of a container or a volume. */
    static void requireFree(PodValue name) {
        name.text()
                .ifPresent(text -> name.require(
                        !text.equals("task") && !text.startsWith("freshet"),
                        PodRule.RESERVED_NAME,
                        "'%s' is a name of Freshet's own".formatted(text)));
    }

    static void requireFreeVariable(PodValue name) {
        name.text()
                .ifPresent(text -> name.require(
                        !text.startsWith("FRESHET_") && !text.equals("TRACEPARENT"),
                        PodRule.RESERVED_NAME,
                        "'%s' is set by Freshet".formatted(text)));
    }
}
