package io.freshet.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import io.freshet.testkit.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the chart gives for each set of values, word for word. Rewrite it with -Dfreshet.golden.update=true. */
final class ChartGoldenTest {
    @ParameterizedTest
    @EnumSource
    void renders_what_is_kept(ValueSet values) {
        Golden.check(values.golden(), RenderedChart.of(values).text());
    }

    @Test
    void every_set_of_values_is_tested() throws IOException {
        try (Stream<Path> files = Files.list(RenderedChart.CHART.resolve("ci"))) {
            assertEquals(
                    Stream.of(ValueSet.values()).map(ValueSet::file).sorted().toList(),
                    files.sorted().toList());
        }
    }

    /** Helm's lint here takes no values, so each set is put into a copy of the chart. */
    @ParameterizedTest
    @EnumSource
    void passes_the_strict_lint(ValueSet values, @TempDir Path directory) throws IOException {
        Path copy = ChartCopy.into(directory, text -> text);
        Map<String, Object> merged = merge(read(RenderedChart.CHART.resolve("values.yaml")), read(values.file()));
        Files.writeString(copy.resolve("values.yaml"), RenderedChart.yaml().dump(merged));

        LintResult result = new Helm(copy).lint().strict().call();

        assertFalse(result.isFailed(), () -> String.join("\n", result.getMessages()));
        assertEquals(
                List.of(),
                result.getMessages().stream()
                        .filter(message -> message.contains("[WARNING]") || message.contains("[ERROR]"))
                        .toList());
    }

    private static Map<String, Object> read(Path file) throws IOException {
        return RenderedChart.yaml().load(Files.readString(file));
    }

    private static Map<String, Object> merge(Map<String, Object> below, Map<String, Object> above) {
        Map<String, Object> merged = new LinkedHashMap<>(below);
        above.forEach((key, value) -> merged.merge(
                key,
                value,
                (old, given) -> old instanceof Map<?, ?> && given instanceof Map<?, ?>
                        ? merge(Tree.map(old), Tree.map(given))
                        : given));
        return merged;
    }
}
