package io.freshet.language.pod;

import io.freshet.contracts.spec.PodTemplate;
import io.freshet.language.grammar.SpecErrorCode;
import io.freshet.language.grammar.ValueReaders;
import io.freshet.language.yaml.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads a pod's template as it stands; what it may say is checked afterwards. A key without a value counts as absent. */
public final class PodTemplateReader {
    private static final Pattern DECIMAL = Pattern.compile("[-+]?(0|[1-9][0-9]{0,18})");
    private static final Pattern OCTAL = Pattern.compile("0o[0-7]{1,10}");

    private final ValueReaders values;

    public PodTemplateReader(ValueReaders values) {
        this.values = values;
    }

    public Optional<PodTemplate> read(YamlNode node) {
        return node instanceof YamlNode.Mapping mapping
                ? Optional.of(new PodTemplate(mapping(mapping)))
                : values.wrong(
                        node,
                        SpecErrorCode.WRONG_TYPE,
                        "%s stands where a mapping belongs".formatted(node.described()),
                        "write keys with values");
    }

    private Map<String, Object> mapping(YamlNode.Mapping mapping) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (YamlNode.Entry entry : mapping.entries()) {
            if (!isNothing(entry.value())) {
                value(entry.value()).ifPresent(value -> map.put(entry.key(), value));
            }
        }
        return map;
    }

    private Optional<Object> value(YamlNode node) {
        return switch (node) {
            case YamlNode.Mapping mapping -> Optional.of(mapping(mapping));
            case YamlNode.Sequence sequence -> {
                List<Object> items = new ArrayList<>();
                sequence.items().forEach(item -> value(item).ifPresent(items::add));
                yield Optional.of(items);
            }
            case YamlNode.Scalar scalar -> scalar(scalar);
        };
    }

    private Optional<Object> scalar(YamlNode.Scalar scalar) {
        return switch (scalar.kind()) {
            case STRING -> Optional.of(scalar.text());
            case BOOLEAN -> Optional.of(Boolean.parseBoolean(scalar.text()));
            case INTEGER -> integer(scalar);
            case DECIMAL -> decimal(scalar);
            case NULL -> values.wrong(scalar, SpecErrorCode.WRONG_TYPE, "an item is empty", "write it or leave it out");
        };
    }

    /** A leading zero means octal to those who know Kubernetes, and nothing to YAML 1.2: that must not go wrong silently. */
    private Optional<Object> integer(YamlNode.Scalar scalar) {
        try {
            if (OCTAL.matcher(scalar.text()).matches()) {
                return Optional.of(number(Long.parseLong(scalar.text().substring(2), 8)));
            }
            if (DECIMAL.matcher(scalar.text()).matches()) {
                return Optional.of(number(Long.parseLong(scalar.text())));
            }
        } catch (NumberFormatException e) {
            return outOfRange(scalar);
        }
        return values.wrong(
                scalar,
                SpecErrorCode.BAD_VALUE,
                "%s is ambiguous".formatted(scalar.described()),
                "write 288, or 0o440 if it is octal, or put it in quotes");
    }

    private Optional<Object> decimal(YamlNode.Scalar scalar) {
        try {
            double number = Double.parseDouble(scalar.text());
            return Double.isFinite(number) ? Optional.of(number) : outOfRange(scalar);
        } catch (NumberFormatException e) {
            return outOfRange(scalar);
        }
    }

    private Optional<Object> outOfRange(YamlNode.Scalar scalar) {
        return values.wrong(
                scalar,
                SpecErrorCode.OUT_OF_RANGE,
                "%s is out of bounds".formatted(scalar.described()),
                "use a smaller number");
    }

    private static Object number(long value) {
        return value == (int) value ? (Object) (int) value : (Object) value;
    }

    private static boolean isNothing(YamlNode node) {
        return node instanceof YamlNode.Scalar scalar && scalar.kind() == YamlNode.Kind.NULL;
    }
}
