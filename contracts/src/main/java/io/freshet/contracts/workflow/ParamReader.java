package io.freshet.contracts.workflow;

import io.freshet.contracts.yaml.YamlNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads parameters, and checks values against their type. */
final class ParamReader {
    /** What a parameter may be called. */
    static final Pattern NAME = Pattern.compile("[a-z][a-zA-Z0-9_-]{0,62}");

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,30}(\\.[0-9]{1,30})?");

    private final Errors errors;
    private final Values values;

    ParamReader(Errors errors, Values values) {
        this.errors = errors;
        this.values = values;
    }

    ParamSpec read(YamlNode.Entry entry) {
        requireName(entry, errors);
        Fields fields = new Fields(entry.value(), Section.PARAM, errors);
        ParamSpec.Type type =
                fields.read("type", values.oneOf(ParamSpec.Type.class)).orElse(ParamSpec.Type.STRING);
        Function<YamlNode, Optional<String>> value = node -> value(node, type);
        List<String> allowed = fields.read("enum", values.someOf(value)).orElse(List.of());
        Optional<String> initial = fields.read(
                "default",
                node -> value.apply(node)
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

    static void requireName(YamlNode.Entry entry, Errors errors) {
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
                .flatMap(text -> fits(text, type)
                        ? Optional.of(text)
                        : values.wrong(
                                node,
                                SpecErrorCode.BAD_VALUE,
                                "'%s' is not of the type of the parameter".formatted(text),
                                "write " + example(type)));
    }

    /** Whether a text can be the value of a parameter of this type. */
    static boolean fits(String text, ParamSpec.Type type) {
        return switch (type) {
            case STRING -> true;
            case INTEGER -> NUMBER.matcher(text).matches() && isLong(text);
            case NUMBER -> NUMBER.matcher(text).matches() && new BigDecimal(text).precision() > 0;
            case BOOLEAN -> text.equals("true") || text.equals("false");
            case DATE -> isDate(text);
        };
    }

    private static boolean isLong(String text) {
        return text.indexOf('.') < 0 && new BigInteger(text).bitLength() < Long.SIZE;
    }

    private static boolean isDate(String text) {
        try {
            return LocalDate.parse(text).toString().equals(text);
        } catch (DateTimeException e) {
            return false;
        }
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
