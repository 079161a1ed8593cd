package io.freshet.kubernetes;

import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/** Reads trees as YAML gives them. */
final class Tree {
    private Tree() {}

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Object tree) {
        return (Map<String, Object>) tree;
    }

    static Optional<Object> find(Object tree, String... path) {
        Object at = tree;
        for (String step : path) {
            at = at instanceof Map<?, ?> map ? map.get(step) : null;
            if (at == null) {
                return Optional.empty();
            }
        }
        return Optional.of(at);
    }

    static Object at(Object tree, String... path) {
        return find(tree, path)
                .orElseThrow(() -> new NoSuchElementException(String.join(".", path) + " is not in " + tree));
    }

    static String text(Object tree, String... path) {
        return at(tree, path).toString();
    }

    static List<Map<String, Object>> maps(Object tree, String... path) {
        return find(tree, path)
                .map(list -> ((List<?>) list).stream().map(Tree::map).toList())
                .orElse(List.of());
    }
}
