package io.freshet.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Dashboards and rules ask only for figures that there are, and the page of metrics has them all. */
final class MetricsTest {
    private static final Pattern METER = Pattern.compile("\"(freshet\\.[a-z]+(?:\\.[a-z]+)+)\"");
    private static final Pattern ASKED = Pattern.compile("freshet_[a-z_]+");
    /** What Prometheus names get behind the meter's own: its unit, and what is measured of it. */
    private static final Pattern SUFFIX =
            Pattern.compile("(_(bytes|seconds|files|scans|batches|partitions|times))?(_(total|count|sum|max))?");

    private static final Path PAGE = Path.of("../../docs/reference/metrics.md");
    private static final Pattern SOURCE = Pattern.compile(".*(Metrics|Gauges|Figures|Housekeeping)\\.java");

    @Test
    void dashboards_ask_for_figures_that_exist() throws IOException {
        List<String> expressions = new ArrayList<>();
        try (Stream<Path> files = Files.list(RenderedChart.CHART.resolve("dashboards"))) {
            for (Path file : files.toList()) {
                JsonNode dashboard = new ObjectMapper().readTree(file.toFile());
                dashboard
                        .get("panels")
                        .forEach(panel -> panel.get("targets")
                                .forEach(target ->
                                        expressions.add(target.get("expr").asText())));
                assertTrue(dashboard.get("uid").asText().startsWith("freshet-"));
            }
        }
        assertTrue(expressions.size() > 15, expressions::toString);
        check(expressions);
    }

    @Test
    void rules_ask_for_figures_that_exist() {
        List<String> expressions = RenderedChart.of(ValueSet.EVERYTHING)
                .of("PrometheusRule")
                .flatMap(rules -> Tree.maps(rules.tree(), "spec", "groups").stream())
                .flatMap(group -> Tree.maps(group, "rules").stream())
                .map(rule -> rule.get("expr").toString())
                .toList();
        assertTrue(expressions.size() >= 6, expressions::toString);
        check(expressions);
        assertTrue(expressions.stream().allMatch(expression -> expression.contains("namespace=\"data\"")));
    }

    @Test
    void the_page_has_the_figures_that_exist_and_no_others() throws IOException {
        List<String> rows = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| `freshet_"))
                .map(line -> line.substring(3, line.indexOf('`', 3)).replaceFirst("\\{.*", ""))
                .toList();

        check(rows);
        assertEquals(
                Set.of(),
                meters().stream()
                        .filter(meter -> rows.stream().noneMatch(name -> isOf(meter, name)))
                        .collect(Collectors.toCollection(TreeSet::new)),
                "figures that are not on the page");
        assertEquals(rows.stream().distinct().toList(), rows);
    }

    private static void check(List<String> expressions) {
        Set<String> meters = meters();
        Set<String> unknown = new TreeSet<>();
        for (String expression : expressions) {
            Matcher asked = ASKED.matcher(expression);
            while (asked.find()) {
                String name = asked.group();
                if (meters.stream().noneMatch(meter -> isOf(meter, name))) {
                    unknown.add(name);
                }
            }
        }
        assertEquals(Set.of(), unknown);
    }

    private static boolean isOf(String meter, String name) {
        return name.startsWith(meter)
                && SUFFIX.matcher(name.substring(meter.length())).matches();
    }

    private static Set<String> meters() {
        Set<String> meters = new TreeSet<>();
        for (String service : List.of("scheduler", "planner", "launcher", "watcher", "audit")) {
            try (Stream<Path> files = Files.walk(Path.of("../..", service + "-service", "src/main/java"))) {
                for (Path file : files.filter(
                                path -> SOURCE.matcher(path.toString()).matches())
                        .toList()) {
                    METER.matcher(Files.readString(file))
                            .results()
                            .forEach(name -> meters.add(name.group(1).replace('.', '_')));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return meters;
    }
}
