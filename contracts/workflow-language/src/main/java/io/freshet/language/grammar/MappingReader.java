package io.freshet.language.grammar;

import io.freshet.contracts.text.Suggestion;
import io.freshet.language.yaml.YamlNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A mapping with the keys of one {@link Section}, read key by key. A key without a value counts as absent. */
public final class MappingReader {
    private final YamlNode node;
    private final Section section;
    private final SpecErrors errors;
    private final ValueReaders readers;
    private final Map<String, YamlNode> values = new HashMap<>();
    private final boolean isMapping;

    /** Reports at once if the node is no mapping, and keys that the section does not have; what is wrong is then absent. */
    public MappingReader(YamlNode node, Section section, SpecErrors errors) {
        this.node = node;
        this.section = section;
        this.errors = errors;
        this.readers = new ValueReaders(errors);
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

    /** Whether it has keys at all. */
    public boolean isMapping() {
        return isMapping;
    }

    public boolean has(Key<?> key) {
        return values.containsKey(known(key));
    }

    public Optional<YamlNode> node(Key<?> key) {
        return Optional.ofNullable(values.get(known(key)));
    }

    /** The value of a key; empty if it is absent or was reported as wrong. */
    public <T> Optional<T> read(Key<T> key) {
        return node(key).flatMap(value -> key.type().reader().read(value, readers));
    }

    /**
     * The value of a key, or what holds without it.
     *
     * @throws IllegalStateException if the key has no such value
     */
    public <T> T get(Key<T> key) {
        return read(key)
                .or(key::byDefault)
                .orElseThrow(
                        () -> new IllegalStateException("nothing holds without the key '%s'".formatted(key.name())));
    }

    /** The value of a key; null if it is absent or was reported as wrong. */
    public <T> @Nullable T orNull(Key<T> key) {
        return read(key).orElse(null);
    }

    /** As {@link #read}; that the key is absent is an error. */
    public <T> Optional<T> require(Key<T> key) {
        if (!has(key) && isMapping) {
            errors.at(
                    path(),
                    SpecErrorCode.MISSING_KEY,
                    "key '%s' is missing%s".formatted(key.name(), path().isEmpty() ? "" : " in " + path()),
                    "add %s: %s".formatted(key.name(), key.type().description().replace("`", "")));
        }
        return read(key);
    }

    /** Whether exactly one of the section's keys is there; it is an error if not. */
    public boolean hasOne() {
        return hasOneOf(section.names(), "nothing is said here");
    }

    /** Whether exactly one of some keys is there; it is an error if not. */
    public boolean hasOneOf(List<Key<?>> keys) {
        List<String> names = keys.stream().<String>map(this::known).toList();
        return hasOneOf(names, "none of %s is said here".formatted(String.join(", ", names)));
    }

    private boolean hasOneOf(List<String> names, String none) {
        List<String> present = names.stream().filter(values::containsKey).toList();
        if (present.size() == 1) {
            return true;
        }
        if (!errors.isBroken(path())) {
            errors.at(
                    node,
                    present.isEmpty() ? SpecErrorCode.MISSING_KEY : SpecErrorCode.BAD_VALUE,
                    present.isEmpty() ? none : "only one of " + present + " can be said",
                    "use exactly one of " + String.join(", ", names));
        }
        return false;
    }

    private void take(YamlNode.Entry entry) {
        if (section.isExtension(entry.key())) {
            return;
        }
        if (!section.has(entry.key())) {
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

    private String known(Key<?> key) {
        if (!section.has(key.name())) {
            throw new IllegalStateException("%s has no key '%s'".formatted(section.title(), key.name()));
        }
        return key.name();
    }
}
