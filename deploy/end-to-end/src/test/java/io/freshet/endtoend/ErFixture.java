package io.freshet.endtoend;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The fixture that the acceptance scenarios speak of: dates of 3 sites, clean per file, totals per day, month and year. */
final class ErFixture {
    static final List<String> SITES = List.of("east", "north", "south");
    static final LocalDate FIRST = LocalDate.of(2025, 1, 1);

    /** Files in which the second version of the cleaning leaves out a line, on three days of two months. */
    private static final List<String> WITH_TESTS =
            List.of("2025-02-03/north.csv", "2025-02-17/south.csv", "2025-08-30/east.csv");

    private final Path namespace;
    private final int days;

    /**
     * @param namespace the namespace's directory in the storage root
     */
    ErFixture(Path namespace, int days) {
        this.namespace = namespace;
        this.days = days;
    }

    Stream<LocalDate> dates() {
        return IntStream.range(0, days).mapToObj(FIRST::plusDays);
    }

    Path namespace() {
        return namespace;
    }

    /** How many months the dates are of, which may be of two years. */
    int months() {
        return (int) dates().map(YearMonth::from).distinct().count();
    }

    /** Of all tasks: clean per file, daily per date, monthly, and the report. */
    int instances() {
        return days * SITES.size() + days + months() + 1;
    }

    /** In how many of the files the second version of the cleaning leaves out a line, on as many dates. */
    int filesWithTests() {
        return (int) dates().filter(ErFixture::hasTest).count();
    }

    /** Of how many months those files are. */
    int monthsWithTests() {
        return (int) dates().filter(ErFixture::hasTest)
                .map(YearMonth::from)
                .distinct()
                .count();
    }

    private static boolean hasTest(LocalDate date) {
        return WITH_TESTS.stream().anyMatch(name -> name.startsWith(date + "/"));
    }

    void deliverAll() throws IOException {
        for (LocalDate date : dates().toList()) {
            for (String site : SITES) {
                deliver(date, site, "");
            }
        }
    }

    /**
     * Every file that is to be below the namespace's directory in the end, if the first version of the cleaning is deployed and every
     * file was delivered once: computed here, in the plainest way.
     */
    Map<String, String> expected() {
        Map<String, String> expected = new TreeMap<>();
        Map<String, Long> months = new TreeMap<>();
        dates().forEach(date -> {
            long day = 0;
            for (String site : SITES) {
                String raw = content(date, site);
                String clean = raw.lines()
                        .filter(line -> !line.startsWith("#") && !line.isEmpty())
                        .collect(joining("\n", "", "\n"));
                expected.put("raw/er/%s/%s.csv".formatted(date, site), raw);
                expected.put("clean/%s/%s.csv".formatted(date, site), clean);
                day += clean.lines()
                        .mapToLong(line -> Long.parseLong(line.split(" ", 2)[0]))
                        .sum();
            }
            expected.put("daily/%s.csv".formatted(date), day + "\n");
            months.merge(date.toString().substring(0, 7), day, Long::sum);
        });
        months.forEach((month, sum) -> expected.put("monthly/%s.csv".formatted(month), sum + "\n"));
        expected.put(
                "report/report.csv",
                months.values().stream().mapToLong(Long::longValue).sum() + "\n");
        return expected;
    }

    /** Puts the file of a date and site in place, by renaming. */
    void deliver(LocalDate date, String site, String more) throws IOException {
        String name = date + "/" + site + ".csv";
        Path file = namespace.resolve("raw/er").resolve(name);
        Files.createDirectories(file.getParent());
        Path aside = file.resolveSibling("." + site);
        Files.write(aside, content(date, site, more));
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** What {@link #deliver} puts there. */
    byte[] content(LocalDate date, String site, String more) {
        return (content(date, site) + more).getBytes(StandardCharsets.UTF_8);
    }

    private static String content(LocalDate date, String site) {
        String name = date + "/" + site + ".csv";
        StringBuilder content = new StringBuilder("# " + name + "\n");
        for (int i = 1; i <= 5; i++) {
            content.append(date.getDayOfYear() * i + site.length()).append('\n');
        }
        if (WITH_TESTS.contains(name)) {
            content.append("1000000 test\n");
        }
        return content.toString();
    }

    /** The bundle, with the first or the second version of the cleaning. */
    static Path bundle(Path directory, int version) throws IOException {
        Files.createDirectories(directory);
        for (String name : List.of("workflow.yaml", "total.sh")) {
            copy(name, directory.resolve(name));
        }
        copy(version == 1 ? "clean.sh" : "clean-v2.sh", directory.resolve("clean.sh"));
        return directory;
    }

    private static void copy(String resource, Path target) throws IOException {
        try (InputStream content = ErFixture.class.getResourceAsStream("/er/" + resource)) {
            if (content == null) {
                throw new IllegalStateException("no resource " + resource);
            }
            Files.copy(content, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
