package io.freshet.language.grammar;

import io.freshet.contracts.id.Names;
import io.freshet.contracts.text.Suggestion;
import io.freshet.language.yaml.YamlNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads single values and plain collections. What is wrong is reported and read as empty. */
public final class ValueReaders {
    private final SpecErrors errors;

    public ValueReaders(SpecErrors errors) {
        this.errors = errors;
    }

    /** A text that is not blank. A number or boolean without quotes is none: it may be a slip. */
    public Optional<String> text(YamlNode node) {
        if (!(node instanceof YamlNode.Scalar scalar) || scalar.kind() == YamlNode.Kind.NULL) {
            return wrongType(node, "a text", "write a single text");
        }
        if (scalar.kind() != YamlNode.Kind.STRING) {
            return wrongType(node, "a text", "put it in quotes: \"%s\"".formatted(scalar.text()));
        }
        if (scalar.text().isBlank()) {
            return wrong(node, SpecErrorCode.BAD_VALUE, "the text is empty", "write a text or leave the key out");
        }
        return Optional.of(scalar.text());
    }

    /** Any single value as the text that it is written as; for arguments and parameters, where 5 is as good as "5". */
    public Optional<String> literal(YamlNode node) {
        if (node instanceof YamlNode.Scalar scalar && scalar.kind() != YamlNode.Kind.NULL) {
            return scalar.text().indexOf('\0') < 0
                    ? Optional.of(scalar.text())
                    : wrong(node, SpecErrorCode.BAD_VALUE, "the text has a NUL character", "remove it");
        }
        return wrongType(node, "a single value", "write a text or a number");
    }

    public Optional<String> name(YamlNode node) {
        return text(node)
                .filter(name -> Names.isValid(name)
                        || wrong(
                                        node,
                                        SpecErrorCode.BAD_NAME,
                                        "'%s' is not a name".formatted(name),
                                        "use " + Names.RULE)
                                .isPresent());
    }

    public Optional<Boolean> bool(YamlNode node) {
        if (node instanceof YamlNode.Scalar scalar && scalar.kind() == YamlNode.Kind.BOOLEAN) {
            return Optional.of(Boolean.parseBoolean(scalar.text()));
        }
        return wrongType(node, "true or false", "write true or false");
    }

    public Function<YamlNode, Optional<Integer>> integer(int min, int max) {
        return node -> whole(min, max).apply(node).map(Math::toIntExact);
    }

    public Function<YamlNode, Optional<Long>> whole(long min, long max) {
        return node -> {
            if (!(node instanceof YamlNode.Scalar scalar) || scalar.kind() != YamlNode.Kind.INTEGER) {
                return wrongType(node, "a whole number", "write a number such as %d".formatted(Math.max(min, 1)));
            }
            try {
                long value = Long.parseLong(scalar.text());
                return value >= min && value <= max ? Optional.of(value) : outOfRange(node, min, max);
            } catch (NumberFormatException e) {
                return outOfRange(node, min, max);
            }
        };
    }

    public Function<YamlNode, Optional<Double>> number(double min, double max) {
        return node -> {
            if (!(node instanceof YamlNode.Scalar scalar)
                    || (scalar.kind() != YamlNode.Kind.INTEGER && scalar.kind() != YamlNode.Kind.DECIMAL)) {
                return wrongType(node, "a number", "write a number such as 1.5");
            }
            try {
                double value = Double.parseDouble(scalar.text());
                return value >= min && value <= max ? Optional.of(value) : outOfRange(node, min, max);
            } catch (NumberFormatException e) {
                return outOfRange(node, min, max);
            }
        };
    }

    /** One of an enum's constants, written in lower case and with '-' between words. */
    public <E extends Enum<E>> Function<YamlNode, Optional<E>> oneOf(Class<E> type) {
        Map<String, E> choices = new LinkedHashMap<>();
        Arrays.stream(type.getEnumConstants()).forEach(constant -> choices.put(ValueTypes.written(constant), constant));
        return node -> choice(node, List.copyOf(choices.keySet())).map(choices::get);
    }

    public Function<YamlNode, Optional<String>> oneOf(String... choices) {
        return node -> choice(node, List.of(choices));
    }

    /** What a file says of its kind and version. */
    public Function<YamlNode, Optional<String>> only(String supported) {
        return node -> text(node)
                .flatMap(text -> text.equals(supported)
                        ? Optional.of(text)
                        : wrong(
                                node,
                                SpecErrorCode.UNSUPPORTED_VERSION,
                                "'%s' is not supported".formatted(text),
                                "use " + supported));
    }

    private Optional<String> choice(YamlNode node, List<String> choices) {
        return text(node)
                .flatMap(value -> choices.contains(value)
                        ? Optional.of(value)
                        : wrong(
                                node,
                                SpecErrorCode.BAD_VALUE,
                                "'%s' is not a value here".formatted(value),
                                Suggestion.nearest(value, choices)
                                        .map(near -> "did you mean '%s'?".formatted(near))
                                        .orElse(Suggestion.choice(choices))));
    }

    /** The items of a list that read well, in order. */
    public <T> Function<YamlNode, Optional<List<T>>> listOf(Function<YamlNode, Optional<T>> item) {
        return node -> {
            if (!(node instanceof YamlNode.Sequence sequence)) {
                return wrongType(node, "a list", "write a list: [a, b]");
            }
            List<T> items = new ArrayList<>();
            sequence.items().forEach(child -> item.apply(child).ifPresent(items::add));
            return Optional.of(items);
        };
    }

    /** As {@link #listOf}, with at least one item. */
    public <T> Function<YamlNode, Optional<List<T>>> someOf(Function<YamlNode, Optional<T>> item) {
        return node -> {
            if (node instanceof YamlNode.Sequence sequence && sequence.items().isEmpty()) {
                return wrong(node, SpecErrorCode.BAD_VALUE, "the list is empty", "write at least one item");
            }
            return listOf(item).apply(node);
        };
    }

    /** The entries of a mapping with free keys whose values read well, in order. */
    public <T> Function<YamlNode, Optional<Map<String, T>>> mapOf(Function<YamlNode, Optional<T>> value) {
        return node -> {
            Map<String, T> map = new LinkedHashMap<>();
            entries(node).forEach(entry -> value.apply(entry.value()).ifPresent(read -> map.put(entry.key(), read)));
            return Optional.of(map);
        };
    }

    /** The entries of a mapping with free keys; none, and an error, if it is no mapping. */
    public List<YamlNode.Entry> entries(YamlNode node) {
        return entries(node, "a mapping", "write keys with values");
    }

    /** The entries of a mapping in whose place a list of names may stand. */
    public List<YamlNode.Entry> entriesOrNames(YamlNode node) {
        return entries(node, "a list or a mapping", "write a list of names: [a, b]");
    }

    private List<YamlNode.Entry> entries(YamlNode node, String belongs, String hint) {
        if (node instanceof YamlNode.Mapping mapping) {
            return mapping.entries();
        }
        if (!(node instanceof YamlNode.Scalar scalar && scalar.kind() == YamlNode.Kind.NULL)) {
            wrongType(node, belongs, hint);
        }
        return List.of();
    }

    /** Reports a key that is no name; the author chooses it, and others may refer to it, so that its value is read all the same. */
    public YamlNode.Entry named(YamlNode.Entry entry) {
        if (!Names.isValid(entry.key())) {
            errors.at(
                    entry.value().path(),
                    SpecErrorCode.BAD_NAME,
                    "'%s' is not a name".formatted(entry.key()),
                    "use " + Names.RULE);
        }
        return entry;
    }

    public <T> Optional<T> wrong(YamlNode node, SpecErrorCode code, String message, String hint) {
        errors.at(node, code, message, hint);
        return Optional.empty();
    }

    private <T> Optional<T> wrongType(YamlNode node, String belongs, String hint) {
        return wrong(
                node,
                SpecErrorCode.WRONG_TYPE,
                "%s stands where %s belongs".formatted(node.described(), belongs),
                hint);
    }

    private <T> Optional<T> outOfRange(YamlNode node, Number min, Number max) {
        return wrong(
                node,
                SpecErrorCode.OUT_OF_RANGE,
                "%s is out of bounds".formatted(node.described()),
                "use %s to %s".formatted(min, max));
    }
}
