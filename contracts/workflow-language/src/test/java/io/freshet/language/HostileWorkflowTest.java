package io.freshet.language;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.freshet.contracts.json.EventJson;
import io.freshet.language.grammar.SpecError;
import io.freshet.language.grammar.SpecErrorCode;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Small texts that amount to very much: each is refused with its place and a remedy, or amounts to no more than an event may have. */
class HostileWorkflowTest {
    private static final int EVENT_BYTES = 1024 * 1024;
    private static final String HEAD = """
            apiVersion: freshet.io/v1
            kind: Workflow
            metadata: {name: hostile}
            spec:
            """;
    private static final String DATASETS = """
              datasets:
                raw: {path: raw, watch: {settle: 0s}}
                out: {path: out}
            """;

    static Stream<String> hostile() {
        String long300k = "x".repeat(300_000);
        String long900k = "x".repeat(900_000);
        return Stream.of(
                aliases("command: [sh, &a \"" + long900k + "\"" + ", *a".repeat(30) + "]"),
                aliases("command: [sh, &a \"" + long300k + "\"" + ", *a".repeat(99) + "]"),
                aliases("command: [sh, &a \"" + long300k + "\", *a, *a]"),
                aliases("command: [sh, \"" + long900k + "\"]"),
                aliases("command: [sh], env: {A: &a \"" + long300k + "\", B: *a, C: *a, D: *a}"),
                aliases("command: [sh], code: [&a \"" + long300k + "\", *a, *a, *a, *a, *a, *a]"),
                aliases("command: &c [" + "\"y\",".repeat(50_000) + "\"z\"], code: *c"),
                aliases("command: &a [*a]"),
                aliases("command: [" + "[".repeat(60) + "]".repeat(60) + "]"),
                aliases("command: [sh], env: {" + entries(40_000, i -> "V" + i + ": \"v\"") + "}"),
                aliases("command: [sh], env: {" + "K".repeat(300) + ": v}"),
                billionLaughs(),
                tasks(1_001),
                tasks(5_000),
                datasets(1_001),
                datasets(20_000),
                params(101, "v"),
                params(3, "w".repeat(5_000)),
                params(100, "w".repeat(4_096)),
                params(1, "w".repeat(900_000)),
                enumeration(20_000, 40),
                enumeration(2, 5_000),
                inputs(501),
                when("'" + "a".repeat(5_000) + "' != ''"),
                when("(".repeat(1_000) + "true" + ")".repeat(1_000)),
                when("!".repeat(3_900) + "true"),
                when("[" + "1,".repeat(1_900) + "1].size() > 0"),
                description(1_000_000),
                path("p/".repeat(5_000) + "q"),
                path("p".repeat(10_000)),
                layout("{" + "d".repeat(5_000) + "}"),
                layout("{a}".repeat(1_000)),
                layout("*".repeat(5_000)),
                name("n".repeat(10_000)),
                "x: &a [" + "*a,".repeat(50) + "]",
                "&a : *a",
                "a".repeat(1_048_577));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void is_refused_with_place_and_remedy_or_amounts_to_little(String yaml) throws JsonProcessingException {
        switch (WorkflowParser.parse("workflow.yaml", yaml)) {
            case ParseResult.Invalid invalid -> {
                assertFalse(invalid.errors().isEmpty());
                SpecError first = invalid.errors().getFirst();
                assertTrue(first.line() >= 1 && first.column() >= 1, first::toString);
                assertFalse(first.message().isBlank() || first.hint().isBlank(), first::toString);
            }
            case ParseResult.Parsed parsed ->
                assertTrue(EventJson.mapper().writeValueAsBytes(parsed.spec()).length < EVENT_BYTES * 3 / 4);
        }
    }

    @Test
    void names_the_task_that_is_too_large_and_what_to_do() {
        String yaml = aliases("command: [sh, &a \"" + "x".repeat(300_000) + "\", *a]");

        ParseResult.Invalid invalid =
                assertInstanceOf(ParseResult.Invalid.class, WorkflowParser.parse("workflow.yaml", yaml));

        SpecError error = invalid.errors().getFirst();
        assertEquals(SpecErrorCode.TOO_LARGE, error.code());
        assertEquals("spec.tasks.t", error.path());
        assertEquals("put long texts into files of the bundle, and name them in run.code", error.hint());
    }

    @Test
    void names_the_input_that_expects_more_combinations_than_can_be_looked_for() {
        assertEquals(List.of(), tooLarge(expecting(100, 100)));
        assertEquals(List.of("spec.tasks.t.inputs.raw.expect"), tooLarge(expecting(101, 100)));
        // As a product of numbers of 32 bits this is 0.
        assertEquals(List.of("spec.tasks.t.inputs.raw.expect"), tooLarge(expecting(256, 256, 256, 256)));
    }

    @Test
    void names_the_input_whose_window_has_more_keys_than_can_be_looked_for() {
        assertEquals(List.of(), tooLarge(windows(100, 100)));
        assertEquals(List.of(), tooLarge(windows(10_000, 1)));
        assertEquals(List.of("spec.tasks.t.inputs.raw.window"), tooLarge(windows(101, 100)));
        assertEquals(List.of("spec.tasks.t.inputs.raw.window"), tooLarge(windows(10_000, 10_000)));
    }

    private static String windows(int first, int second) {
        String layout = "{a:yyyy-MM-dd}/{b:yyyy-MM-dd}.csv";
        return HEAD
                + "  datasets: {raw: {layout: \"" + layout + "\"}, out: {layout: \"" + layout + "\"}}\n"
                + "  tasks: {t: {inputs: {raw: {window: {a: " + first + ", b: " + second
                + "}}}, outputs: [out], run: {command: [sh]}}}\n";
    }

    private static List<String> tooLarge(String yaml) {
        return switch (WorkflowParser.parse("workflow.yaml", yaml)) {
            case ParseResult.Parsed _ -> List.of();
            case ParseResult.Invalid(List<SpecError> errors) ->
                errors.stream()
                        .filter(error -> error.code() == SpecErrorCode.TOO_LARGE)
                        .map(SpecError::path)
                        .toList();
        };
    }

    private static String expecting(int... values) {
        String layout =
                IntStream.range(0, values.length).mapToObj("{d%d}"::formatted).collect(Collectors.joining("/"));
        String expect = entries(
                values.length,
                d -> "d%d: [%s]"
                        .formatted(
                                d,
                                IntStream.range(0, values[d])
                                        .mapToObj("v%d"::formatted)
                                        .collect(Collectors.joining(", "))));
        return HEAD
                + "  datasets: {raw: {layout: \"" + layout + ".csv\"}, out: {}}\n"
                + "  tasks: {t: {inputs: {raw: {expect: {" + expect + "}}}, outputs: [out], run: {command: [sh]}}}\n";
    }

    private static String aliases(String run) {
        return HEAD + DATASETS + "  tasks:\n    t: {inputs: [raw], outputs: [out], run: {" + run + "}}\n";
    }

    private static String billionLaughs() {
        String levels = IntStream.range(1, 10)
                .mapToObj(i -> "l%d: &l%d [%s]"
                        .formatted(
                                i,
                                i,
                                Stream.generate(() -> "*l" + (i - 1)).limit(10).collect(Collectors.joining(","))))
                .collect(Collectors.joining("\n"));
        return "l0: &l0 [lol]\n" + levels;
    }

    private static String tasks(int count) {
        String datasets = entries(count, i -> "d" + i + ": {path: p" + i + "}");
        String tasks = entries(count, i -> "t" + i + ": {inputs: [raw], outputs: [d" + i + "], run: {command: [sh]}}");
        return HEAD + "  datasets: {raw: {path: raw}, " + datasets + "}\n  tasks: {" + tasks + "}\n";
    }

    private static String datasets(int count) {
        return HEAD + "  datasets: {raw: {path: raw}, out: {path: out}, "
                + entries(count, i -> "d" + i + ": {path: p" + i + "}")
                + "}\n  tasks: {t: {inputs: [raw], outputs: [out], run: {command: [sh]}}}\n";
    }

    private static String params(int count, String value) {
        return HEAD + "  params: {" + entries(count, i -> "p" + i + ": {default: \"" + value + "\"}") + "}\n" + DATASETS
                + "  tasks: {t: {inputs: [raw], outputs: [out], run: {command: [sh]}}}\n";
    }

    private static String enumeration(int count, int length) {
        String values = IntStream.range(0, count)
                .mapToObj(i -> "\"" + i + "-" + "e".repeat(length) + "\"")
                .collect(Collectors.joining(","));
        return HEAD + "  params: {p: {enum: [" + values + "]}}\n" + DATASETS
                + "  tasks: {t: {inputs: [raw], outputs: [out], run: {command: [sh]}}}\n";
    }

    private static String inputs(int count) {
        return HEAD + "  datasets: {out: {path: out}, " + entries(count, i -> "d" + i + ": {path: p" + i + "}")
                + "}\n  tasks: {t: {inputs: ["
                + IntStream.range(0, count).mapToObj(i -> "d" + i).collect(Collectors.joining(","))
                + "], outputs: [out], run: {command: [sh]}}}\n";
    }

    private static String when(String condition) {
        return HEAD + DATASETS
                + "  tasks:\n    t:\n      inputs: [raw]\n      outputs: [out]\n      run: {command: [sh]}\n"
                + "      when: \"" + condition + "\"\n";
    }

    private static String description(int length) {
        return HEAD.replace("{name: hostile}", "{name: hostile, description: \"" + "d".repeat(length) + "\"}")
                + DATASETS + "  tasks: {t: {inputs: [raw], outputs: [out], run: {command: [sh]}}}\n";
    }

    private static String path(String path) {
        return HEAD + "  datasets: {raw: {path: raw}, out: {path: \"" + path
                + "\"}}\n  tasks: {t: {inputs: [raw], outputs: [out], run: {command: [sh]}}}\n";
    }

    private static String layout(String layout) {
        return HEAD + "  datasets: {raw: {path: raw, layout: \"" + layout
                + "\"}, out: {path: out}}\n  tasks: {t: {inputs: [raw], outputs: [out], run: {command: [sh]}}}\n";
    }

    private static String name(String name) {
        return HEAD.replace("{name: hostile}", "{name: " + name + "}") + DATASETS
                + "  tasks: {t: {inputs: [raw], outputs: [out], run: {command: [sh]}}}\n";
    }

    private static String entries(int count, java.util.function.IntFunction<String> entry) {
        return IntStream.range(0, count).mapToObj(entry).collect(Collectors.joining(", "));
    }
}
