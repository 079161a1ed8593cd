package io.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.json.EventJson;
import io.freshet.testkit.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The page of benchmarks shows each figure as it was measured last, and the trend all measurements: figures are kept as data. */
final class BenchmarkFiguresTest {
    private static final Path PAGE = Path.of("../../docs/reference/benchmarks.md");
    private static final Path MEASUREMENTS = Path.of("../../docs/reference/benchmarks");
    private static final int ONE_SCREEN = 50;

    /**
     * What was measured on one day.
     *
     * @param machine what it was measured on
     */
    record Measurement(String date, String machine, List<Figure> figures) {
        Optional<Figure> figure(String name) {
            return figures.stream().filter(figure -> figure.name().equals(name)).findFirst();
        }
    }

    /**
     * One figure.
     *
     * @param limit what the machine can do at most, in words; null: nothing to compare with
     * @param limitValue in the same unit
     */
    record Figure(
            String name,
            double value,
            String unit,
            String aim,
            @Nullable String limit,
            @Nullable Double limitValue) {
        String measured() {
            return number(value) + " " + unit;
        }

        String row(String date) {
            String bound = limitValue == null ? "-" : "%s (%s)".formatted(number(limitValue), limit);
            String ratio = limitValue == null ? "-" : String.format(Locale.ROOT, "%.2f", value / limitValue);
            return "| %s | %s | %s | %s | %s | %s |".formatted(name, measured(), date, aim, bound, ratio);
        }

        private static String number(double value) {
            return String.format(Locale.ROOT, value == Math.rint(value) ? "%,.0f" : "%,.1f", value);
        }
    }

    @Test
    void the_page_shows_each_figure_as_it_was_measured_last() throws IOException {
        List<Measurement> all = measurements();
        Map<String, String> rows = new LinkedHashMap<>();
        for (Measurement measurement : all) {
            measurement.figures().forEach(figure -> rows.put(figure.name(), figure.row(measurement.date())));
        }

        assertEquals(
                List.copyOf(rows.values()),
                Files.readString(PAGE)
                        .lines()
                        .skip(1)
                        .dropWhile(line -> !line.startsWith("| figure"))
                        .skip(2)
                        .takeWhile(line -> line.startsWith("|"))
                        .toList());
    }

    @Test
    void the_page_fits_on_one_screen() throws IOException {
        assertTrue(Files.readAllLines(PAGE).size() <= ONE_SCREEN, "at most " + ONE_SCREEN + " lines");
    }

    @Test
    void the_trend_shows_all_measurements() throws IOException {
        List<Measurement> all = measurements();
        Set<String> names = all.stream()
                .flatMap(measurement -> measurement.figures().stream().map(Figure::name))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        StringBuilder page = new StringBuilder("""
                <!-- Made by BenchmarkFiguresTest; run it with -Dfreshet.golden.update=true. -->
                # The trend of the benchmarks

                """);
        all.forEach(measurement -> page.append("- %s: %s%n".formatted(measurement.date(), measurement.machine())));
        page.append("%n| figure |%s%n".formatted(cells(all.stream().map(Measurement::date))));
        page.append("| --- |%s%n".formatted(cells(all.stream().map(_ -> "---"))));
        names.forEach(name -> page.append("| %s |%s%n"
                .formatted(
                        name,
                        cells(all.stream()
                                .map(measurement -> measurement
                                        .figure(name)
                                        .map(Figure::measured)
                                        .orElse("-"))))));

        Golden.check(MEASUREMENTS.resolve("trend.md"), page.toString());
    }

    private static String cells(Stream<String> cells) {
        return cells.map(" %s |"::formatted).collect(Collectors.joining());
    }

    /** In the order of their dates, of which there is at least one. */
    private static List<Measurement> measurements() throws IOException {
        try (Stream<Path> files = Files.list(MEASUREMENTS)) {
            List<Path> found = files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
            assertTrue(!found.isEmpty(), "there is a measurement");
            List<Measurement> measurements = new ArrayList<>();
            for (Path file : found) {
                Measurement measurement = EventJson.mapper().readValue(file.toFile(), Measurement.class);
                assertEquals(file.getFileName().toString(), measurement.date() + ".json");
                measurements.add(measurement);
            }
            return measurements;
        }
    }
}
