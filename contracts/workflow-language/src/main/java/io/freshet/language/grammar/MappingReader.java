package io.freshet.language.grammar;

import io.freshet.contracts.text.Suggestion;
import io.freshet.language.yaml.YamlNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A mapping with the keys of one {@link GrammarKeys}, read key by key. A key without a value counts as absent. */
public final class MappingReader {
    /** Of keys of a workflow's file that are not read: authors keep anchors there. */
    private static final String EXTENSION_PREFIX = "x-";

    private final YamlNode node;
    private final GrammarKeys section;
    private final SpecErrors errors;
    private final Map<String, YamlNode> values = new HashMap<>();
    private final boolean isMapping;

    /** Tells at once if the node is no mapping, and of keys that the keys do not include; what is wrong is then absent. */
    public MappingReader(YamlNode node, GrammarKeys section, SpecErrors errors) {
        this.node = node;
        this.section = section;
        this.errors = errors;
        boolean isNothing = node instanceof YamlNode.Scalar scalar && scalar.kind() == YamlNode.Kind.NULL;
        this.isMapping = isNothing || node instanceof YamlNode.Mapping;
        switch (node) {
            case YamlNode.Mapping mapping -> mapping.entries().forEach(this::take);
            case YamlNode.Scalar _ when isNothing -> {}
            case YamlNode.Scalar _, YamlNode.Sequence _ ->
                errors.at(
                        node,
                        SpecErrorCode.WRONG_TYPE,
                        "%s stands where a mapping belongs".formatted(node.described()),
                        "write a mapping with keys of " + String.join(", ", section.names()));
        }
    }

    public String path() {
        return node.path();
    }

    public boolean has(String key) {
        return values.containsKey(known(key));
    }

    public Optional<YamlNode> node(String key) {
        return Optional.ofNullable(values.get(known(key)));
    }

    /** The value of a key as {@code reading} understands it; empty if it is absent or was reported as wrong. */
    public <T> Optional<T> read(String key, Function<YamlNode, Optional<T>> reading) {
        return node(key).flatMap(reading);
    }

    /** As {@link #read}; that the key is absent is an error. */
    public <T> Optional<T> require(String key, Function<YamlNode, Optional<T>> reading) {
        if (!has(key) && !isMapping) {
            return Optional.empty();
        }
        if (!has(key)) {
            GrammarKeys.Key required = section.keys().stream()
                    .filter(candidate -> candidate.name().equals(key))
                    .findFirst()
                    .orElseThrow();
            errors.at(
                    path(),
                    SpecErrorCode.MISSING_KEY,
                    "key '%s' is missing%s".formatted(key, path().isEmpty() ? "" : " in " + path()),
                    "add %s: %s".formatted(key, required.type().replace("`", "")));
            return Optional.empty();
        }
        return read(key, reading);
    }

    /** Tells unless exactly one of the section's keys is there; then it is that one. */
    public Optional<String> single() {
        List<String> present =
                section.names().stream().filter(values::containsKey).toList();
        if (present.size() == 1) {
            return Optional.of(present.getFirst());
        }
        if (!errors.isBroken(path())) {
            errors.at(
                    node,
                    present.isEmpty() ? SpecErrorCode.MISSING_KEY : SpecErrorCode.BAD_VALUE,
                    present.isEmpty() ? "nothing is said here" : "only one of " + present + " can be said",
                    "use exactly one of " + String.join(", ", section.names()));
        }
        return Optional.empty();
    }

    private void take(YamlNode.Entry entry) {
        if (section == Grammar.ROOT && entry.key().startsWith(EXTENSION_PREFIX)) {
            return;
        }
        if (!section.names().contains(entry.key())) {
            errors.at(
                    entry.value().path(),
                    SpecErrorCode.UNKNOWN_KEY,
                    "key '%s' is not known%s".formatted(entry.key(), path().isEmpty() ? "" : " in " + path()),
                    isLoose(entry)
                            ? "a comma ends a value within { }: put quotes around a text that has one"
                            : Suggestion.hint(entry.key(), section.names()));
        } else if (!(entry.value() instanceof YamlNode.Scalar scalar && scalar.kind() == YamlNode.Kind.NULL)) {
            values.put(entry.key(), entry.value());
        }
    }

    /** A key that nothing is said of, such as {@code b} in {@code {description: A, b}}. */
    private static boolean isLoose(YamlNode.Entry entry) {
        return entry.value() instanceof YamlNode.Scalar scalar
                && scalar.kind() == YamlNode.Kind.NULL
                && scalar.text().isEmpty();
    }

    private String known(String key) {
        if (!section.names().contains(key)) {
            throw new IllegalStateException("%s has no key '%s'".formatted(section, key));
        }
        return key;
    }
}
