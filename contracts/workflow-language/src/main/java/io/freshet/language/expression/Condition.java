package io.freshet.language.expression;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelReference;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.NullValue;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.freshet.contracts.json.EventJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A condition in the Common Expression Language (cel.dev): it has no side effects, always ends, and sees nothing but the variables that
 * were declared for it. Immutable and thread-safe.
 */
public final class Condition {
    /** How many steps the macros of one evaluation ({@code all}, {@code exists}) may take. */
    private static final int MOST_ITERATIONS = 10_000;

    /** Characters of an expression. */
    private static final int LONGEST = 4_000;

    private static final CompiledConditions COMPILED = new CompiledConditions();

    private static final CelOptions OPTIONS = CelOptions.current()
            .comprehensionMaxIterations(MOST_ITERATIONS)
            .maxExpressionCodePointSize(LONGEST)
            .maxRegexProgramSize(2 * EvaluationBudget.MAX_PATTERN_PROGRAM)
            .build();

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

    private static Object value(JsonNode node) {
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

    private final CelRuntime.Program program;
    private final CallCosts costs;
    private final Set<String> variables;

    private Condition(CelRuntime.Program program, CallCosts costs, Set<String> variables) {
        this.program = program;
        this.costs = costs;
        this.variables = Set.copyOf(variables);
    }

    /** Whether the variable occurs in it; of no other its value can depend. */
    public boolean speaksOf(String variable) {
        return variables.contains(variable);
    }

    /**
     * Reads and type-checks an expression, whose value must be true or false.
     *
     * @param variables by name; a name may have dots, such as {@code params.currency}
     */
    public static Compiled compile(String expression, Map<String, Type> variables) {
        return COMPILED.get(new CompiledConditions.Source(expression, variables), Condition::compile);
    }

    private static Compiled compile(CompiledConditions.Source source) {
        CelCompilerBuilder compiler = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .setResultType(SimpleType.BOOL);
        source.variables().forEach((name, type) -> compiler.addVar(name, type.type));
        try {
            CelAbstractSyntaxTree checked =
                    compiler.build().compile(source.expression()).getAst();
            CallCosts costs = CallCosts.of(checked);
            if (!costs.unknown().isEmpty()) {
                return new Compiled.Invalid("there is no function " + String.join(", ", costs.unknown()));
            }
            CelRuntime.Program program = CelRuntimeFactory.standardCelRuntimeBuilder()
                    .setOptions(OPTIONS)
                    .build()
                    .createProgram(checked);
            return new Compiled.Valid(new Condition(program, costs, variables(checked)));
        } catch (CelValidationException e) {
            return new Compiled.Invalid(oneLine(
                    e.getErrors().stream().map(CelIssue::getMessage).distinct().collect(Collectors.joining("; "))));
        } catch (CelEvaluationException e) {
            return new Compiled.Invalid(oneLine(String.valueOf(e.getMessage())));
        }
    }

    private static Set<String> variables(CelAbstractSyntaxTree checked) {
        return checked.getReferenceMap().values().stream()
                .map(CelReference::name)
                .collect(Collectors.toSet());
    }

    /**
     * @param values by variable; {@link Type#parse} says of which class
     */
    public Verdict evaluate(Map<String, Object> values) {
        try {
            return program.trace(values, new EvaluationBudget(costs)) instanceof Boolean is
                    ? new Verdict.Is(is)
                    : new Verdict.Fails("something that it speaks of has no value");
        } catch (CelEvaluationException | EvaluationBudget.Exceeded e) {
            return new Verdict.Fails(messageOf(e));
        }
    }

    private static String messageOf(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof EvaluationBudget.Exceeded exceeded) {
                return String.valueOf(exceeded.getMessage());
            }
        }
        return oneLine(String.valueOf(failure.getMessage()));
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ")
                .replace(" (in container '')", "")
                .replaceAll(" \\(candidates: .*?(\\)|\\.\\.\\.)(?=;|$)", "")
                .replaceFirst("^evaluation error( at <input>:\\d+)?: ", "")
                .strip();
    }
}
