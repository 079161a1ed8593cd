package io.freshet.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

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
            codes.append("L%02d,STD-%03d%n".formatted(code, 100 + code / 2));
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

    private String content(Extract extract, boolean corrected) {
        SplittableRandom random = new SplittableRandom(
                seed * 31 + extract.source().hashCode() * 1_000_003L + extract.date().toEpochDay());
        boolean semicolons = SOURCES.indexOf(extract.source()) % 2 == 0;
        String separator = semicolons ? ";" : ",";
        StringBuilder text = new StringBuilder(String.join(separator, "encounter", "patient", "code", "amount", "status"));
        text.append('\n');
        int records = 20 + random.nextInt(30);
        for (int i = 0; i < records; i++) {
            double amount = 10 + random.nextInt(50_000) / 100.0 + (corrected && i == records / 2 ? 100 : 0);
            String written = String.format(Locale.ROOT, "%.2f", amount);
            text.append(String.join(
                    separator,
                    "E%s-%03d".formatted(extract.date().toString().replace("-", ""), i),
                    "P%05d".formatted(random.nextInt(20_000)),
                    (random.nextBoolean() ? "L%02d" : "l%02d").formatted(random.nextInt(CODES)),
                    semicolons ? written.replace('.', ',') : written,
                    STATUSES.get(random.nextInt(STATUSES.size()))));
            text.append('\n');
        }
        if (hasTestPatient(extract)) {
            text.append(String.join(separator, "E0-TEST", "P99999", "L00", "1", "test")).append('\n');
        }
        return text.toString();
    }

    /** A well-behaved upstream writes under another name and renames. */
    private static void writeAside(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        Path aside = file.resolveSibling(file.getFileName() + ".part");
        Files.writeString(aside, content);
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
