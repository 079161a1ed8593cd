package io.freshet.language.read;

import io.freshet.contracts.spec.ParamSpec;
import io.freshet.contracts.text.Suggestion;
import io.freshet.language.grammar.MappingReader;
import io.freshet.language.grammar.SpecErrorCode;
import io.freshet.language.grammar.SpecErrors;
import io.freshet.language.grammar.ValueReaders;
import io.freshet.language.yaml.YamlNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads parameters. */
final class ParamReader {
    /** What a parameter may be called. */
    static final Pattern NAME = Pattern.compile("[a-z][a-zA-Z0-9_-]{0,62}");

    private final SpecErrors errors;
    private final ValueReaders values;

    ParamReader(SpecErrors errors, ValueReaders values) {
        this.errors = errors;
        this.values = values;
    }

    ParamSpec read(YamlNode.Entry entry) {
        requireName(entry, errors);
        MappingReader fields = new MappingReader(entry.value(), WorkflowKeys.OF_PARAM, errors);
        ParamSpec.Type type = fields.get(WorkflowKeys.TYPE);
        Function<YamlNode, Optional<String>> value = node -> value(node, type);
        List<String> allowed =
                fields.read(WorkflowKeys.ENUM).flatMap(values.someOf(value)).orElse(List.of());
        Optional<String> initial = fields.read(WorkflowKeys.DEFAULT)
                .flatMap(node -> value.apply(node)
                        .filter(text -> allowed.isEmpty()
                                || allowed.contains(text)
                                || values.wrong(
                                                node,
                                                SpecErrorCode.BAD_VALUE,
                                                "the default '%s' is not in enum".formatted(text),
                                                Suggestion.choice(allowed))
                                        .isPresent()));
        return new ParamSpec(entry.key(), type, initial.orElse(null), allowed);
    }

    static void requireName(YamlNode.Entry entry, SpecErrors errors) {
        if (!NAME.matcher(entry.key()).matches()) {
            errors.at(
                    entry.value().path(),
                    SpecErrorCode.BAD_NAME,
                    "'%s' is not a parameter's name".formatted(entry.key()),
                    "use a letter a-z, then letters, digits, '_' and '-', at most 63 in all");
        }
    }

    private Optional<String> value(YamlNode node, ParamSpec.Type type) {
        return values.literal(node)
                .filter(text -> text.length() <= ParamSpec.MAX_VALUE_LENGTH
                        || values.wrong(
                                        node,
                                        SpecErrorCode.TOO_LARGE,
                                        "the value has %,d characters, and at most %,d may be"
                                                .formatted(text.length(), ParamSpec.MAX_VALUE_LENGTH),
                                        "put a long text into a file of the bundle")
                                .isPresent())
                .flatMap(text -> type.fits(text)
                        ? Optional.of(text)
                        : values.wrong(
                                node,
                                SpecErrorCode.BAD_VALUE,
                                "'%s' is not of the type of the parameter".formatted(text),
                                "write " + example(type)));
    }

    private static String example(ParamSpec.Type type) {
        return switch (type) {
            case STRING -> "a text";
            case INTEGER -> "a whole number such as 7";
            case NUMBER -> "a number such as 0.5";
            case BOOLEAN -> "true or false";
            case DATE -> "a date such as 2026-01-05";
        };
    }
}
