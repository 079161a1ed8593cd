package io.freshet.launcher.dataplane;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.freshet.contracts.event.AttemptSpec;
import io.freshet.contracts.spec.CheckSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;

/**
 * The declared checks of an output, over all files of its partition together. Messages name files, lines and columns, never values: an
 * output may hold what not everybody may read who may read a message.
 */
final class OutputChecks {
    private OutputChecks() {}

    static void verify(AttemptSpec.Output output, List<OutputFile> files, Path spill)
            throws IOException, RejectedOutputException {
        for (CheckSpec check : output.checks()) {
            switch (check) {
                case CheckSpec.RowCount(Long min, Long max) -> {
                    long rows = count(output, files);
                    if ((min != null && rows < min) || (max != null && rows > max)) {
                        throw new RejectedOutputException(
                                "output %s: check rowCount failed: %d records, but min %s, max %s"
                                        .formatted(
                                                output.name(),
                                                rows,
                                                min == null ? "none" : min,
                                                max == null ? "none" : max));
                    }
                }
                case CheckSpec.Unique(List<String> columns) -> unique(output, files, columns, spill);
                case CheckSpec.NotNull(List<String> columns) -> notNull(output, files, columns);
            }
        }
    }

    /** What is done with each record of an output. */
    @FunctionalInterface
    private interface RecordCheck {
        void check(OutputFile file, NamedCsvRecord row) throws IOException, RejectedOutputException;
    }

    private static long count(AttemptSpec.Output output, List<OutputFile> files)
            throws IOException, RejectedOutputException {
        long[] rows = {0};
        forEach(output, files, (file, row) -> rows[0]++);
        return rows[0];
    }

    /** So many outputs are looked at for repetitions at a time, each with a table and buffers of up to 40 MiB. */
    private static final Semaphore UNIQUE = new Semaphore(2);

    private static void unique(AttemptSpec.Output output, List<OutputFile> files, List<String> columns, Path spill)
            throws IOException, RejectedOutputException {
        UNIQUE.acquireUninterruptibly();
        try (UniqueKeys keys = new UniqueKeys(UniqueKeys.DEFAULT_IN_MEMORY, spill)) {
            forEach(output, files, (file, row) -> {
                if (keys.add(key(output, file, row, columns))) {
                    throw repeated(output, columns, file, row);
                }
            });
            OptionalLong repeated = keys.repeated();
            if (repeated.isPresent()) {
                long[] position = {0};
                forEach(output, files, (file, row) -> {
                    if (position[0]++ == repeated.getAsLong()) {
                        throw repeated(output, columns, file, row);
                    }
                });
            }
        } finally {
            UNIQUE.release();
        }
    }

    private static String key(AttemptSpec.Output output, OutputFile file, NamedCsvRecord row, List<String> columns)
            throws RejectedOutputException {
        StringBuilder key = new StringBuilder();
        for (String column : columns) {
            String value = field(output, file, row, column);
            key.append(value.length()).append(':').append(value);
        }
        return key.toString();
    }

    private static RejectedOutputException repeated(
            AttemptSpec.Output output, List<String> columns, OutputFile file, NamedCsvRecord row) {
        return new RejectedOutputException("output %s: check unique %s failed: line %d of %s repeats an earlier record"
                .formatted(output.name(), columns, row.getStartingLineNumber(), file.path()));
    }

    private static void notNull(AttemptSpec.Output output, List<OutputFile> files, List<String> columns)
            throws IOException, RejectedOutputException {
        forEach(output, files, (file, row) -> {
            for (String column : columns) {
                if (field(output, file, row, column).isEmpty()) {
                    throw new RejectedOutputException("output %s: check notNull failed: line %d of %s has no %s"
                            .formatted(output.name(), row.getStartingLineNumber(), file.path(), column));
                }
            }
        });
    }

    private static String field(AttemptSpec.Output output, OutputFile file, NamedCsvRecord row, String column)
            throws RejectedOutputException {
        return row.findField(column)
                .orElseThrow(() -> new RejectedOutputException("output %s: %s has no column '%s'; it has %s"
                        .formatted(output.name(), file.path(), column, row.getHeader())));
    }

    private static void forEach(AttemptSpec.Output output, List<OutputFile> files, RecordCheck check)
            throws IOException, RejectedOutputException {
        for (OutputFile file : files) {
            try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(file.content())) {
                for (NamedCsvRecord row : rows) {
                    check.check(file, row);
                }
            } catch (CsvParseException e) {
                throw new RejectedOutputException("output %s: %s is no CSV that can be checked: %s"
                        .formatted(output.name(), file.path(), e.getMessage()));
            }
        }
    }
}
