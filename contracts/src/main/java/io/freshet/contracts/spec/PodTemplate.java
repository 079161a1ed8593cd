package io.freshet.contracts.spec;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The part of a pod that a task's author writes, as a tree: maps by text, lists, texts, numbers and booleans; nothing in it can be
 * changed, nothing is null. That it is readable does not mean that it is allowed: {@code PodTemplateRules} of the workflow language says that.
 *
 * @param tree in the author's order; numbers are {@code Integer}, {@code Long} if too large for that, or {@code Double}
 */
public record PodTemplate(Map<String, Object> tree) {
    /**
     * Copies the tree.
     *
     * @throws IllegalArgumentException if it has a value of another type
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public PodTemplate {
        tree = frozen(tree);
    }

    @Override
    @JsonValue
    public Map<String, Object> tree() {
        return tree;
    }

    /** The value of a top-level key, or null. */
    public @Nullable Object get(String key) {
        return tree.get(key);
    }

    private static Map<String, Object> frozen(Map<?, ?> map) {
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> copy.put((String) key, frozen(value)));
        return Collections.unmodifiableMap(copy);
    }

    private static Object frozen(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> frozen(map);
            case List<?> list -> list.stream().map(PodTemplate::frozen).toList();
            case String text -> text;
            case Integer number -> number;
            case Long number -> number;
            case Double number -> number;
            case Boolean flag -> flag;
            case null, default -> throw new IllegalArgumentException("no value of a pod template: " + value);
        };
    }
}
