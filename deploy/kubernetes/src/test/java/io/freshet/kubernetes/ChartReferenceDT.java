package io.freshet.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.freshet.testkit.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of the chart's values is what the chart itself says. Rewrite it with -Dfreshet.golden.update=true. */
final class ChartReferenceDT {
    private static final String HEAD = """
            # Values of the chart

            Made by ChartReferenceDT from `deploy/kubernetes/chart/freshet/values.schema.json` and `values.yaml`. The five services have the same
            keys: they are shown once, as `<service>`, with the planner's defaults.

            | key | default | |
            | --- | --- | --- |
            """;

    @Test
    void the_reference_page_says_what_the_chart_says() throws IOException {
        StringBuilder page = new StringBuilder(HEAD);
        Map<String, Object> values = ValuesTest.values();
        ValuesTest.SERVICES.stream()
                .filter(service -> !service.equals("planner"))
                .forEach(values::remove);
        rows(page, "", values, ValuesTest.schema());

        Golden.check(Path.of("../../docs/reference/chart-values.md"), page.toString());
    }

    @Test
    void the_values_that_the_guide_shows_can_be_installed(@TempDir Path directory) throws IOException {
        String guide = Files.readString(Path.of("../../docs/operations/kubernetes.md"));
        List<String> blocks = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
                .matcher(guide)
                .results()
                .map(block -> block.group(1))
                .toList();

        assertEquals(2, blocks.size());
        Path values = Files.writeString(directory.resolve("values.yaml"), blocks.getFirst());
        assertEquals(5, RenderedChart.of(values).of("StatefulSet").count());
        // What a small node needs comes on top of what every installation says.
        Path small = Files.writeString(directory.resolve("small.yaml"), blocks.get(1));
        assertEquals(5, RenderedChart.of(values, small).of("StatefulSet").count());
    }

    private static void rows(
            StringBuilder page, String prefix, Map<String, Object> values, Map<String, Object> schema) {
        values.forEach((key, value) -> {
            Map<String, Object> property = Tree.map(Tree.at(schema, "properties", key));
            String shown = prefix + (prefix.isEmpty() && key.equals("planner") ? "<service>" : key);
            boolean inner = property.containsKey("properties");
            page.append("| `%s` | %s | %s |\n"
                    .formatted(shown, inner ? "" : "`" + literal(value) + "`", meaning(key, property)));
            if (inner) {
                rows(page, shown + ".", Tree.map(value), property);
            }
        });
    }

    private static String literal(Object value) {
        return value instanceof String text
                ? "\"" + text + "\""
                : value.toString().replace('=', ':');
    }

    private static String meaning(String key, Map<String, Object> property) {
        String choice = property.containsKey("enum") ? " One of " + property.get("enum") + "." : "";
        return property.get("description")
                        .toString()
                        .substring(key.length())
                        .strip()
                        .replace("|", "\\|")
                + choice;
    }
}
