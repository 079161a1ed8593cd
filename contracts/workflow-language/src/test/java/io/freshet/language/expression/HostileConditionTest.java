package io.freshet.language.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cel.checker.CelStandardDeclarations;
import io.freshet.language.expression.Condition.Compiled;
import io.freshet.language.expression.Condition.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Conditions that would use up memory or time are given up; none takes the thread or the heap with it. */
class HostileConditionTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Map<String, Condition.Type> VARIABLES =
            Map.of("params.text", Condition.Type.TEXT, "inputs.raw.results", Condition.Type.RECORDS);
    private static final Map<String, Object> VALUES = values();

    private static Map<String, Object> values() {
        List<Object> records = new ArrayList<>();
        IntStream.range(0, 2_000).forEach(i -> records.add(Map.of("n", (long) i, "text", "x".repeat(100))));
        Map<String, Object> values = new HashMap<>();
        values.put("params.text", "a".repeat(4_000));
        values.put("inputs.raw.results", records);
        return values;
    }

    static Stream<String> hostile() {
        String[] hostile = {
            "['ab']" + ".map(a, a + a)".repeat(40) + "[0] != ''",
            "[b'ab']" + ".map(a, a + a)".repeat(40) + "[0] != b''",
            "[[1]]" + ".map(a, a + a)".repeat(40) + "[0] != [1]",
            "[[1]]" + ".map(a, [a, a])".repeat(40) + "[0] != [[1]]",
            "[[1]]" + ".map(a, [[a, a], 1][0])".repeat(40) + ".size() > 0",
            "[{'a': 1}]" + ".map(a, {'a': a, 'b': a})".repeat(40) + "[0] != {'a': 1}",
            "[[1]]" + ".map(a, [1, 2].map(b, a))".repeat(40) + "[0] == [[1]]",
            "[dyn([1])]" + ".map(a, dyn([a, a]))".repeat(40) + "[0] == dyn([1])",
            "(" + "params.text + ".repeat(250) + "params.text).size() > 0",
            "[params.text]" + ".map(a, a + a)".repeat(30) + ".exists(a, a.contains('b'))",
            "[params.text + params.text]" + ".map(a, a + a)".repeat(4) + ".all(a, a.contains(a + 'b') || a == '')",
            "inputs.raw.results.map(r, params.text + r.text).size() > 0",
            "inputs.raw.results.map(r, inputs.raw.results).size() > 0",
            "inputs.raw.results.all(r, params.text.contains(params.text))",
            "inputs.raw.results.all(r, r in inputs.raw.results)",
            "inputs.raw.results.all(r, inputs.raw.results == inputs.raw.results)",
            "inputs.raw.results.all(r, params.text.matches('(a|aa|aaa)*b') == false)",
            "params.text.matches('((((a{1,100}){1,100}){1,100}){1,100})')",
            "params.text.matches('(a{1000}){1000}')",
            "[1,2,3,4,5,6,7,8,9,10].all(a, [1,2,3,4,5,6,7,8,9,10].all(b, [1,2,3,4,5,6,7,8,9,10].all(c, "
                    + "[1,2,3,4,5,6,7,8,9,10].all(d, [1,2,3,4,5,6,7,8,9,10].all(e, a + b + c + d + e >= 0)))))",
            "[string(params.text)]" + ".map(a, string(bytes(a)) + string(bytes(a)))".repeat(30) + "[0] != ''",
            "['ab'].map(a, [a].map(b, b + b)[0])" + ".map(a, [a].map(b, b + b)[0])".repeat(35) + "[0] != ''",
            "[['a']]" + ".map(a, a.filter(b, true) + a.filter(b, true))".repeat(30) + "[0].size() > 0",
            "[params.text]" + ".map(a, true ? a + a : a)".repeat(30) + "[0] != ''",
            "[{'k': params.text}]" + ".map(a, {'k': a.k + a.k})".repeat(30) + "[0].k != ''",
            "[params.text]" + ".map(a, a + a)".repeat(12) + "[0].matches('.*b')",
        };
        return Stream.of(hostile);
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void is_refused_or_given_up_in_time_and_in_little_memory(String expression) {
        Compiled compiled = Condition.compile(expression, VARIABLES);
        if (compiled instanceof Compiled.Valid(Condition condition)) {
            Verdict verdict = assertTimeoutPreemptively(SOON, () -> condition.evaluate(VALUES));

            assertInstanceOf(Verdict.Fails.class, verdict, () -> "it has a value: " + expression);
            assertFalse(((Verdict.Fails) verdict).message().isBlank());
        }
    }

    @Test
    void says_what_was_too_much() {
        Compiled compiled = Condition.compile("['ab']" + ".map(a, a + a)".repeat(40) + "[0] != ''", VARIABLES);

        Verdict verdict = ((Compiled.Valid) compiled).condition().evaluate(VALUES);

        assertEquals(
                "it makes a text or a list of more than 262,144 characters or elements, or more than 4,194,304 in all",
                ((Verdict.Fails) verdict).message());
    }

    @Test
    void knows_how_many_states_a_pattern_has_when_its_repetitions_are_written_out() {
        assertTrue(PatternSize.of("^[a-f0-9]{8}-([a-f0-9]{4}-){3}[a-f0-9]{12}$") < 100);
        assertTrue(PatternSize.of("\\\\d{4}-\\\\d{2}[)(]{2}") < 20);
        assertTrue(PatternSize.of("(a{100}){100}") > 10_000);
        assertTrue(PatternSize.of("((a{1,9}){1,9}b{0,9}){1,99}") > 5_000);
        assertTrue(PatternSize.of("(".repeat(60) + ")".repeat(60)) > 1_000_000);
    }

    @ParameterizedTest
    @MethodSource("ordinary")
    void an_ordinary_condition_has_its_value_with_many_records_too(String expression) {
        Compiled compiled = Condition.compile(expression, VARIABLES);

        assertEquals(
                new Verdict.Is(true), ((Compiled.Valid) compiled).condition().evaluate(VALUES), expression);
    }

    static Stream<String> ordinary() {
        return Stream.of(
                "inputs.raw.results.filter(r, r.n > 1000).size() == 999",
                "inputs.raw.results.exists(r, r.n == 1999)",
                "inputs.raw.results.all(r, r.text.startsWith('x') && r.text.size() == 100)",
                "inputs.raw.results.map(r, r.n).size() == 2000",
                "params.text.matches('^a+$') && params.text.contains('aaa')",
                "params.text + 'b' != params.text");
    }

    @Test
    void no_function_can_be_called_whose_cost_is_not_known() {
        List<String> unknown = Stream.of(CelStandardDeclarations.StandardFunction.values())
                .map(function -> function.functionDecl().name())
                .filter(name -> !CallCosts.FUNCTIONS.containsKey(name))
                .toList();

        assertEquals(List.of(), unknown, "decide how the cost of these grows, and add them to CallCosts");
        assertTrue(CallCosts.FUNCTIONS.size() > 30);
    }
}
