package io.freshet.launcher.pod;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lays one partial pod template over another, as {@code kubectl patch} does (strategic merge): maps are merged, items of lists are merged by
 * their name or mount path, other lists are joined, and of anything else the later says what counts.
 *
 * @see <a href="https://kubernetes.io/docs/tasks/manage-kubernetes-objects/update-api-object-kubectl-patch/">Strategic merge patch</a>
 */
final class TemplateMerge {
    private static final List<String> KEYS = List.of("mountPath", "name");

    private TemplateMerge() {}

    static Map<String, Object> merge(Map<String, Object> base, Map<String, Object> over) {
        Map<String, Object> merged = new LinkedHashMap<>(base);
        over.forEach((key, value) -> merged.put(key, merge(base.get(key), value)));
        return merged;
    }

    private static Object merge(@Nullable Object base, Object over) {
        if (base instanceof Map<?, ?> below && over instanceof Map<?, ?> above) {
            return merge(tree(below), tree(above));
        }
        return base instanceof List<?> below && over instanceof List<?> above ? join(below, above) : over;
    }

    private static List<Object> join(List<?> base, List<?> over) {
        List<Object> joined = new ArrayList<>(base);
        for (Object item : over) {
            int same = indexOf(joined, item);
            if (same < 0) {
                joined.add(item);
            } else {
                joined.set(same, merge(joined.get(same), item));
            }
        }
        return joined;
    }

    /** Where the list has the item that is to be changed, or the same item; -1 if nowhere. */
    private static int indexOf(List<Object> list, Object item) {
        Object key = keyOf(item);
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i).equals(item) || (key != null && key.equals(keyOf(list.get(i))))) {
                return i;
            }
        }
        return -1;
    }

    private static @Nullable Object keyOf(Object item) {
        if (item instanceof Map<?, ?> map) {
            for (String key : KEYS) {
                if (map.get(key) != null) {
                    return map.get(key);
                }
            }
        }
        return null;
    }

    @SuppressWarnings("unchecked") // keys of YAML and JSON objects are text
    static Map<String, Object> tree(Map<?, ?> map) {
        return (Map<String, Object>) map;
    }
}
