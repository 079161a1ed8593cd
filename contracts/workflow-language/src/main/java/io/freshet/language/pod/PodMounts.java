package io.freshet.language.pod;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Mounts of volumes.
 *
 * @param volumes the names of those that the template declares
 */
record PodMounts(Set<String> volumes) {
    private static final List<String> KEYS =
            List.of("name", "mountPath", "subPath", "subPathExpr", "readOnly", "recursiveReadOnly", "mountPropagation");

    static PodMounts of(@Nullable PodValue volumes) {
        Set<String> names = new HashSet<>();
        if (volumes != null && volumes.value() instanceof List<?> list) {
            for (Object volume : list) {
                if (volume instanceof Map<?, ?> map && map.get("name") instanceof String name) {
                    names.add(name);
                }
            }
        }
        return new PodMounts(names);
    }

    void check(PodValue mounts) {
        for (PodValue mount : mounts.items()) {
            Map<String, PodValue> fields = mount.only(KEYS);
            PodValue name = fields.get("name");
            PodValue path = fields.get("mountPath");
            if (name == null || path == null) {
                mount.report(PodRule.BAD_VALUE, "a mount has no name or no mountPath", "add name and mountPath");
                continue;
            }
            name.text()
                    .ifPresent(text -> name.require(
                            volumes.contains(text),
                            PodRule.UNKNOWN_VOLUME,
                            "the template has no volume '%s'".formatted(text)));
            path.text()
                    .filter(text -> !text.startsWith("/") || text.equals("/") || text.contains(".."))
                    .ifPresent(text -> path.report(
                            PodRule.BAD_VALUE,
                            "'%s' is not a path of a mount".formatted(text),
                            "write an absolute path such as /etc/reference"));
            PodValue propagation = fields.get("mountPropagation");
            if (propagation != null) {
                propagation.require(
                        propagation.is("None") || propagation.is("HostToContainer"),
                        PodRule.PRIVILEGED,
                        "mounts are passed on to the node");
            }
        }
    }
}
