package io.freshet.language;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.freshet.language.grammar.SpecError;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the text is, the parser returns, soon, and says something. A failure names the seed that repeats it. */
class WorkflowFuzzTest {
    private static final int ROUNDS = 4_000;
    private static final String[] PIECES = {
        "{", "}", "[", "]", ":", "- ", "\n", "  ", "\"", "'", "&a ", "*a", "!!int ", "? ", "#", "|", "null", "~", "-1",
        "1e99", "\u0000", "\ud800", "🙂", "\t", "{}", "[]", "x: y", "...", "---\n", "<<: ", "%", "@", "`"
    };

    @Test
    void a_mangled_specification_is_told_or_read() throws IOException {
        String example = WorkflowParserTest.resource("claims.yaml");
        for (int seed = 0; seed < ROUNDS; seed++) {
            String mangled = mangled(example, new Random(seed));
            try {
                switch (WorkflowParser.parse("workflow.yaml", mangled)) {
                    case ParseResult.Invalid(List<SpecError> errors) -> assertFalse(errors.isEmpty(), "seed " + seed);
                    case ParseResult.Parsed parsed -> UnsupportedFeatures.of(parsed);
                }
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("seed " + seed + ":\n" + mangled, e);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void a_hostile_text_is_refused_soon(String name, String yaml) {
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            assertInstanceOf(ParseResult.Invalid.class, WorkflowParser.parse(name, yaml), name);
        });
    }

    static List<Object[]> hostile() {
        String laughs = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
                + IntStream.range(1, 9)
                        .mapToObj(i -> "a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(9) + "x"))
                        .collect(Collectors.joining());
        String chain = IntStream.range(0, 5_000)
                .mapToObj(i -> "    t%d: {inputs: [d%d], outputs: [d%d], run: {command: [x]}}\n"
                        .formatted(i, i, (i + 1) % 5_000))
                .collect(Collectors.joining());
        String datasets = IntStream.range(0, 5_000)
                .mapToObj(i -> "    d%d: {}\n".formatted(i))
                .collect(Collectors.joining());
        return List.of(
                new Object[] {"laughs", laughs},
                new Object[] {"brackets", "[".repeat(500_000)},
                new Object[] {"braces", "{a: ".repeat(200_000)},
                new Object[] {"dashes", "- ".repeat(400_000)},
                new Object[] {"questions", "? ".repeat(400_000)},
                new Object[] {"spaces", " ".repeat(1_000_000)},
                new Object[] {"too large", "x".repeat(2_000_000)},
                new Object[] {"long key", "? " + "k".repeat(500_000) + "\n: [" + "0,".repeat(200_000) + "0]\n"},
                new Object[] {
                    "many unknown keys",
                    IntStream.range(0, 60_000)
                            .mapToObj(i -> "key%d: 1\n".formatted(i))
                            .collect(Collectors.joining())
                },
                new Object[] {"long circle", "spec:\n  datasets:\n" + datasets + "  tasks:\n" + chain});
    }

    private static String mangled(String text, Random random) {
        StringBuilder mangled = new StringBuilder(text);
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            int at = random.nextInt(mangled.length());
            switch (random.nextInt(3)) {
                case 0 -> mangled.insert(at, PIECES[random.nextInt(PIECES.length)]);
                case 1 -> mangled.delete(at, Math.min(mangled.length(), at + random.nextInt(12)));
                default -> {
                    int from = random.nextInt(mangled.length());
                    mangled.insert(at, mangled.substring(from, Math.min(mangled.length(), from + random.nextInt(40))));
                }
            }
        }
        return mangled.toString();
    }
}
