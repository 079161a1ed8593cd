package io.freshet.language.expression;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.NullValue;
import io.freshet.contracts.json.EventJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A condition in the Common Expression Language (cel.dev): it has no side effects, always ends, and sees nothing but the variables that
 * were declared for it. Immutable and thread-safe.
 */
public final class Condition {
    /** What a variable holds. */
    public enum Type {
        TEXT(SimpleType.STRING),
        INTEGER(SimpleType.INT),
        NUMBER(SimpleType.DOUBLE),
        BOOLEAN(SimpleType.BOOL),
        /** Values of any kind, by name. */
        RECORD(MapType.create(SimpleType.STRING, SimpleType.DYN)),
        /** Several records. */
        RECORDS(ListType.create(MapType.create(SimpleType.STRING, SimpleType.DYN)));

        private final CelType type;

        Type(CelType type) {
            this.type = type;
        }

        CelType celType() {
            return type;
        }

        /**
         * A value of this type from its text.
         *
         * @throws NumberFormatException if the text is no number where one belongs
         * @throws IllegalStateException for records, which are not made from text
         */
        public Object parse(String text) {
            return switch (this) {
                case TEXT -> text;
                case INTEGER -> Long.valueOf(text);
                case NUMBER -> Double.valueOf(text);
                case BOOLEAN -> Boolean.valueOf(text);
                case RECORD, RECORDS -> throw new IllegalStateException(this + " is not made from text");
            };
        }
    }

    /**
     * The record that a condition sees of named JSON texts. What is no JSON is not in it.
     */
    public static Map<String, Object> record(Map<String, String> json) {
        Map<String, Object> values = new HashMap<>();
        json.forEach((name, text) -> {
            try {
                values.put(name, value(EventJson.mapper().readTree(text)));
            } catch (JsonProcessingException e) {
                // Speaking of it then says that there is no such value.
            }
        });
        return values;
    }

    /** What a condition sees of a JSON document. */
    public static Object value(JsonNode node) {
        return switch (node.getNodeType()) {
            case BOOLEAN -> node.booleanValue();
            case NUMBER -> {
                if (node.isIntegralNumber() && node.canConvertToLong()) {
                    yield node.longValue();
                }
                yield node.doubleValue();
            }
            case ARRAY -> {
                List<Object> values = new ArrayList<>();
                node.forEach(element -> values.add(value(element)));
                yield values;
            }
            case OBJECT -> {
                Map<String, Object> values = new HashMap<>();
                node.properties().forEach(entry -> values.put(entry.getKey(), value(entry.getValue())));
                yield values;
            }
            case NULL, MISSING -> NullValue.NULL_VALUE;
            case STRING, BINARY, POJO -> node.asText();
        };
    }

    /** What reading an expression gives. */
    public sealed interface Compiled {
        record Valid(Condition condition) implements Compiled {}

        /**
         * @param message what is wrong, in one line
         */
        record Invalid(String message) implements Compiled {}
    }

    /** What evaluating a condition gives. */
    public sealed interface Verdict {
        record Is(boolean value) implements Verdict {}

        /**
         * It has no value, such as a division by zero or a variable that was given none.
         *
         * @param message in one line
         */
        record Fails(String message) implements Verdict {}
    }

    private final CelExpression expression;

    private Condition(CelExpression expression) {
        this.expression = expression;
    }

    /** Whether the variable occurs in it; of no other its value can depend. */
    public boolean speaksOf(String variable) {
        return expression.speaksOf(variable);
    }

    /**
     * Reads and type-checks an expression, whose value must be true or false.
     *
     * @param variables by name; a name may have dots, such as {@code params.currency}
     */
    public static Compiled compile(String expression, Map<String, Type> variables) {
        return switch (CelExpression.compile(expression, variables, SimpleType.BOOL)) {
            case CelExpression.Compiled.Valid(CelExpression valid) -> new Compiled.Valid(new Condition(valid));
            case CelExpression.Compiled.Invalid(String message) -> new Compiled.Invalid(message);
        };
    }

    /**
     * @param values by variable; {@link Type#parse} says of which class
     */
    public Verdict evaluate(Map<String, Object> values) {
        return switch (expression.evaluate(values)) {
            case CelExpression.Result.Is(Boolean is) -> new Verdict.Is(is);
            case CelExpression.Result.Is(Object _) -> new Verdict.Fails("something that it speaks of has no value");
            case CelExpression.Result.Fails(String message) -> new Verdict.Fails(message);
        };
    }
}
