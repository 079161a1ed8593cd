package io.freshet.language.pod;

import io.freshet.contracts.text.Suggestion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A value of a pod template with its place. Where it is not what is looked for it reports so, and reads as empty.
 *
 * @param path keys joined by {@code .} and list positions from 0, as in {@code volumes[0].hostPath}; the root's is empty
 * @param found takes what is reported
 */
record PodValue(String path, Object value, List<PodTemplateRules.Violation> found) {
    /** The values of a mapping, whatever the keys are. */
    Map<String, PodValue> mapping() {
        if (!(value instanceof Map<?, ?> map)) {
            report(
                    PodRule.BAD_VALUE,
                    "%s stands where a mapping belongs".formatted(described()),
                    "write keys with values");
            return new LinkedHashMap<>();
        }
        Map<String, PodValue> values = new LinkedHashMap<>();
        map.forEach((key, below) -> values.put((String) key, below((String) key, below)));
        return values;
    }

    /** The values of a mapping that may have these keys only; the others are reported and left out. */
    Map<String, PodValue> only(Collection<String> keys) {
        Map<String, PodValue> values = mapping();
        values.forEach((key, below) -> {
            if (!keys.contains(key)) {
                Optional<PodRule> rule = PodRule.against(key);
                below.report(
                        rule.orElse(PodRule.UNKNOWN_KEY),
                        "'%s' is not allowed%s".formatted(key, path.isEmpty() ? "" : " in " + path),
                        rule.map(PodRule::hint).orElseGet(() -> Suggestion.hint(key, keys)));
            }
        });
        values.keySet().retainAll(keys);
        return values;
    }

    List<PodValue> items() {
        if (!(value instanceof List<?> list)) {
            report(PodRule.BAD_VALUE, "%s stands where a list belongs".formatted(described()), "write a list: [a, b]");
            return List.of();
        }
        List<PodValue> items = new ArrayList<>();
        for (Object item : list) {
            items.add(new PodValue("%s[%d]".formatted(path, items.size()), item, found));
        }
        return items;
    }

    Optional<String> text() {
        if (value instanceof String text && !text.isBlank()) {
            return Optional.of(text);
        }
        report(PodRule.BAD_VALUE, "%s stands where a text belongs".formatted(described()), "write a text, in quotes");
        return Optional.empty();
    }

    /** A mapping of texts; an empty text is one here. */
    void requireTexts() {
        mapping().values().forEach(below -> {
            if (!(below.value instanceof String)) {
                below.text();
            }
        });
    }

    boolean is(Object other) {
        return value.equals(other);
    }

    void requireBoolean() {
        if (!(value instanceof Boolean)) {
            report(
                    PodRule.BAD_VALUE,
                    "%s stands where true or false belongs".formatted(described()),
                    "write true or false");
        }
    }

    void require(boolean fulfilled, PodRule rule, String message) {
        if (!fulfilled) {
            report(rule, message, rule.hint());
        }
    }

    void report(PodRule rule, String message, String hint) {
        found.add(new PodTemplateRules.Violation(rule, path, message, hint));
    }

    private PodValue below(String key, Object below) {
        return new PodValue(path.isEmpty() ? key : path + "." + key, below, found);
    }

    private String described() {
        return switch (value) {
            case Map<?, ?> _ -> "a mapping";
            case List<?> _ -> "a list";
            case String text -> "the text '%s'".formatted(text);
            default -> "the value %s".formatted(value);
        };
    }
}
