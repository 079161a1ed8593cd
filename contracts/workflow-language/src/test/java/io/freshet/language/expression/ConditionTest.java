package io.freshet.language.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.language.expression.Condition.Compiled;
import io.freshet.language.expression.Condition.Verdict;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionTest {
    private static final Map<String, Condition.Type> VARIABLES = Map.of(
            "params.currency", Condition.Type.TEXT,
            "params.rate", Condition.Type.NUMBER,
            "params.full", Condition.Type.BOOLEAN,
            "partition.date", Condition.Type.TEXT,
            "inputs.raw.files", Condition.Type.INTEGER);
    private static final Map<String, Object> VALUES = Map.of(
            "params.currency", "USD",
            "params.rate", Condition.Type.NUMBER.parse("1.5"),
            "params.full", Condition.Type.BOOLEAN.parse("true"),
            "partition.date", "2026-01-05",
            "inputs.raw.files", Condition.Type.INTEGER.parse("3"));

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    params.currency == 'USD'                                    | true
                    params.currency in ['EUR', 'GBP']                           | false
                    params.rate > 1.0 && params.full                            | true
                    partition.date >= '2026-01-01' && inputs.raw.files > 2      | true
                    partition.date.startsWith('2025')                           | false
                    partition.date.matches('^2026-0[1-3]')                      | true
                    [1, 2, 3].exists(n, n == inputs.raw.files)                  | true
                    timestamp(partition.date + 'T00:00:00Z').getDayOfWeek() == 1 | true
                    """)
    void says_whether_it_holds(String expression, boolean expected) {
        assertEquals(new Verdict.Is(expected), compiled(expression).evaluate(VALUES));
    }

    @Test
    void what_cannot_be_computed_is_told_and_not_guessed() {
        Verdict divided =
                compiled("inputs.raw.files / (inputs.raw.files - 3) > 0").evaluate(VALUES);
        assertTrue(assertInstanceOf(Verdict.Fails.class, divided).message().contains("zero"), divided::toString);

        assertInstanceOf(
                Verdict.Fails.class, compiled("params.currency == 'USD'").evaluate(Map.of()));
    }

    @Test
    void what_would_take_too_long_fails() {
        String numbers = "[0,1,2,3,4,5,6,7,8,9]";
        String expression = "%1$s.all(a, %1$s.all(b, %1$s.all(c, %1$s.all(d, %1$s.all(e, a + b + c + d + e >= 0)))))"
                .formatted(numbers);

        Verdict verdict = compiled(expression).evaluate(VALUES);

        assertTrue(assertInstanceOf(Verdict.Fails.class, verdict).message().contains("Iteration"), verdict::toString);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    params.curency == 'USD' | undeclared
                    params.rate > 'x'       | overload
                    1 + 1                   | expected type 'bool'
                    (                       | mismatched input
                    """)
    void what_is_wrong_is_found_before_it_is_ever_evaluated(String expression, String message) {
        Compiled.Invalid invalid = assertInstanceOf(Compiled.Invalid.class, Condition.compile(expression, VARIABLES));
        assertTrue(invalid.message().contains(message), invalid::message);
    }

    @Test
    void an_expression_without_end_is_refused() {
        Compiled compiled = Condition.compile("1 == 1" + " && 1 == 1".repeat(1_000), VARIABLES);

        assertInstanceOf(Compiled.Invalid.class, compiled);
    }

    private static Condition compiled(String expression) {
        return assertInstanceOf(Compiled.Valid.class, Condition.compile(expression, VARIABLES))
                .condition();
    }
}
