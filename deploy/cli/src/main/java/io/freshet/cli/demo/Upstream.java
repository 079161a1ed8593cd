package io.freshet.cli.demo;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * The simulated upstream of a small hospital: eight systems, each of which drops one extract a day, in its own dialect. Equal seeds
 * give equal files, byte for byte.
 */
final class Upstream {
    static final List<String> SOURCES =
            List.of("admissions", "billing", "claims", "imaging", "labs", "pharmacy", "referrals", "vitals");

    private static final List<String> STATUSES = List.of("final", "Final", "PRELIMINARY", "amended");
    private static final int CODES = 12;

    private final Path namespace;
    private final long seed;

    /**
     * @param namespace the directory of the namespace, below which landing/extracts and reference/codes lie
     */
    Upstream(Path namespace, long seed) {
        this.namespace = namespace;
        this.seed = seed;
    }

    /** One extract: who, and for which day. */
    record Extract(String source, LocalDate date) {
        @Override
        public String toString() {
            return source + "/" + date;
        }
    }

    /** Drops an extract as it was first sent. */
    void deliver(Extract extract) throws IOException {
        write(extract, content(extract, false));
    }

    /** Drops an extract again in which one amount was corrected. */
    void correct(Extract extract) throws IOException {
        write(extract, content(extract, true));
    }

    /** Drops the table that maps local codes to standard ones. */
    void deliverCodes() throws IOException {
        StringBuilder codes = new StringBuilder("local,standard\n");
        for (int code = 0; code < CODES; code++) {
            codes.append("L%02d,%s\n".formatted(code, standardCode(code)));
        }
        writeAside(namespace.resolve("reference/codes/codes.csv"), codes.toString());
    }

    /** Whether the extract has a record of a test patient, which the second version of the cleaning leaves out. */
    static boolean hasTestPatient(Extract extract) {
        return extract.date().getDayOfMonth() % 10 == 3 && extract.source().equals("labs");
    }

    private void write(Extract extract, String content) throws IOException {
        writeAside(
                namespace
                        .resolve("landing/extracts")
                        .resolve(extract.source())
                        .resolve(extract.date().toString())
                        .resolve("extract.csv"),
                content);
    }

    /**
     * What the report over the extracts, as first sent, must say: computed from the records themselves, beside the workflow's scripts.
     */
    String expectedReport(List<Extract> extracts) {
        Map<String, Set<LocalDate>> days = new TreeMap<>();
        Map<String, Integer> encounters = new TreeMap<>();
        Map<String, BigDecimal> amounts = new TreeMap<>();
        for (Extract extract : extracts) {
            for (Entry entry : entries(extract, false)) {
                String code = standardCode(entry.code());
                days.computeIfAbsent(code, any -> new HashSet<>()).add(extract.date());
                encounters.merge(code, 1, Integer::sum);
                amounts.merge(code, BigDecimal.valueOf(entry.cents(), 2), BigDecimal::add);
            }
        }
        StringBuilder report = new StringBuilder("standard_code,days,encounters,amount\n");
        days.forEach((code, dates) ->
                report.append("%s,%d,%d,%s\n".formatted(code, dates.size(), encounters.get(code), amounts.get(code))));
        return report.toString();
    }

    /** One record of an extract, before it is written in a source's dialect. */
    private record Entry(String encounter, String patient, int code, boolean upperCase, long cents, String status) {}

    private List<Entry> entries(Extract extract, boolean corrected) {
        SplittableRandom random = new SplittableRandom(seed * 31
                + extract.source().hashCode() * 1_000_003L
                + extract.date().toEpochDay());
        String day = extract.date().toString().replace("-", "");
        List<Entry> entries = new ArrayList<>();
        int count = 20 + random.nextInt(30);
        for (int i = 0; i < count; i++) {
            long cents = 1_000L + random.nextInt(50_000) + (corrected && i == count / 2 ? 10_000 : 0);
            entries.add(new Entry(
                    "E%s-%03d".formatted(day, i),
                    "P%05d".formatted(random.nextInt(20_000)),
                    random.nextInt(CODES),
                    random.nextBoolean(),
                    cents,
                    STATUSES.get(random.nextInt(STATUSES.size()))));
        }
        if (hasTestPatient(extract)) {
            entries.add(new Entry("E0-TEST", "P99999", 0, true, 100, "test"));
        }
        return entries;
    }

    private String content(Extract extract, boolean corrected) {
        boolean semicolons = SOURCES.indexOf(extract.source()) % 2 == 0;
        String separator = semicolons ? ";" : ",";
        StringBuilder text =
                new StringBuilder(String.join(separator, "encounter", "patient", "code", "amount", "status"));
        text.append('\n');
        for (Entry entry : entries(extract, corrected)) {
            String amount = BigDecimal.valueOf(entry.cents(), 2).toString();
            text.append(String.join(
                            separator,
                            entry.encounter(),
                            entry.patient(),
                            (entry.upperCase() ? "L%02d" : "l%02d").formatted(entry.code()),
                            semicolons ? amount.replace('.', ',') : amount,
                            entry.status()))
                    .append('\n');
        }
        return text.toString();
    }

    private static String standardCode(int code) {
        return "STD-%03d".formatted(100 + code / 2);
    }

    /** A well-behaved upstream writes under another name and renames. */
    private static void writeAside(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        Path aside = file.resolveSibling(file.getFileName() + ".part");
        Files.writeString(aside, content);
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
