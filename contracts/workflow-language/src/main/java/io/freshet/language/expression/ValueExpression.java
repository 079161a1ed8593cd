package io.freshet.language.expression;

import dev.cel.common.types.SimpleType;
import java.util.Map;

/**
 * An expression in the Common Expression Language whose value is a text, a number, or true or false, as text. It sees nothing but the
 * variables that were declared for it, and always ends. Immutable and thread-safe.
 */
public final class ValueExpression {
    private final CelExpression expression;

    private ValueExpression(CelExpression expression) {
        this.expression = expression;
    }

    /** What reading an expression gives. */
    public sealed interface Compiled {
        record Valid(ValueExpression expression) implements Compiled {}

        /**
         * @param message what is wrong, in one line
         */
        record Invalid(String message) implements Compiled {}
    }

    /** What evaluating an expression gives. */
    public sealed interface Value {
        record Is(String text) implements Value {}

        /**
         * It has no value, such as a field that is not there.
         *
         * @param message in one line
         */
        record Fails(String message) implements Value {}
    }

    /**
     * Reads and type-checks an expression.
     *
     * @param variables by name
     */
    public static Compiled compile(String expression, Map<String, Condition.Type> variables) {
        return switch (CelExpression.compile(expression, variables, SimpleType.DYN)) {
            case CelExpression.Compiled.Valid(CelExpression valid) -> new Compiled.Valid(new ValueExpression(valid));
            case CelExpression.Compiled.Invalid(String message) -> new Compiled.Invalid(message);
        };
    }

    /**
     * @param values by variable; {@link Condition.Type} says of which class
     */
    public Value evaluate(Map<String, Object> values) {
        return switch (expression.evaluate(values)) {
            case CelExpression.Result.Is(String text) -> new Value.Is(text);
            case CelExpression.Result.Is(Number number) -> new Value.Is(text(number));
            case CelExpression.Result.Is(Boolean truth) -> new Value.Is(truth.toString());
            case CelExpression.Result.Is(Object _) ->
                new Value.Fails("its value is no text, no number, and neither true nor false");
            case CelExpression.Result.Fails(String message) -> new Value.Fails(message);
        };
    }

    private static String text(Number number) {
        double value = number.doubleValue();
        return number instanceof Double && value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : number.toString();
    }
}
