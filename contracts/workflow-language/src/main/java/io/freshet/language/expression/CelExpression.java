package io.freshet.language.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelReference;
import dev.cel.common.types.CelType;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A compiled expression of any type. Immutable and thread-safe. */
final class CelExpression {
    /** How many steps the macros of one evaluation ({@code all}, {@code exists}) may take. */
    private static final int MOST_ITERATIONS = 10_000;

    /** Characters of an expression. */
    private static final int LONGEST = 4_000;

    private static final CompiledExpressions COMPILED = new CompiledExpressions();

    private static final CelOptions OPTIONS = CelOptions.current()
            .comprehensionMaxIterations(MOST_ITERATIONS)
            .maxExpressionCodePointSize(LONGEST)
            .maxRegexProgramSize(2 * EvaluationBudget.MAX_PATTERN_PROGRAM)
            .build();

    /** What reading an expression gives. */
    sealed interface Compiled {
        record Valid(CelExpression expression) implements Compiled {}

        record Invalid(String message) implements Compiled {}
    }

    /** What evaluating it gives. */
    sealed interface Result {
        record Is(Object value) implements Result {}

        record Fails(String message) implements Result {}
    }

    private final CelRuntime.Program program;
    private final CallCosts costs;
    private final Set<String> variables;

    private CelExpression(CelRuntime.Program program, CallCosts costs, Set<String> variables) {
        this.program = program;
        this.costs = costs;
        this.variables = Set.copyOf(variables);
    }

    boolean speaksOf(String variable) {
        return variables.contains(variable);
    }

    static Compiled compile(String expression, Map<String, Condition.Type> variables, CelType result) {
        return COMPILED.get(new CompiledExpressions.Source(expression, variables, result), CelExpression::compile);
    }

    private static Compiled compile(CompiledExpressions.Source source) {
        CelCompilerBuilder compiler = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .setResultType(source.result());
        source.variables().forEach((name, type) -> compiler.addVar(name, type.celType()));
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
            return new Compiled.Valid(new CelExpression(program, costs, variables(checked)));
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

    Result evaluate(Map<String, Object> values) {
        try {
            return new Result.Is(program.trace(values, new EvaluationBudget(costs)));
        } catch (CelEvaluationException | EvaluationBudget.Exceeded e) {
            return new Result.Fails(messageOf(e));
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
