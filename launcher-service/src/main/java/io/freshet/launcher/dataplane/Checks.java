package io.freshet.launcher.dataplane;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.Work;
import io.freshet.contracts.workflow.CheckSpec;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The declared checks of an output, over all files of its partition together. Messages name files, lines and columns, never values: an
 * output may hold what not everybody may read who may read a message.
 */
final class Checks {
    private Checks() {}

    static void verify(Work.Output output, List<OutputFile> files) throws IOException, RejectedOutputException {
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
                case CheckSpec.Unique(List<String> columns) -> unique(output, files, columns);
                case CheckSpec.NotNull(List<String> columns) -> notNull(output, files, columns);
            }
        }
    }

    /** What is done with each record of an output. */
    @FunctionalInterface
    private interface RecordCheck {
        void check(OutputFile file, NamedCsvRecord row) throws RejectedOutputException;
    }

    private static long count(Work.Output output, List<OutputFile> files) throws IOException, RejectedOutputException {
        long[] rows = {0};
        forEach(output, files, (file, row) -> rows[0]++);
        return rows[0];
    }

    /** Keeps a hash per record, not the record, so that memory stays bounded by the number of records alone. */
    private static void unique(Work.Output output, List<OutputFile> files, List<String> columns)
            throws IOException, RejectedOutputException {
        Set<Fingerprint> seen = new HashSet<>();
        forEach(output, files, (file, row) -> {
            StringBuilder key = new StringBuilder();
            for (String column : columns) {
                String value = field(output, file, row, column);
                key.append(value.length()).append(':').append(value);
            }
            if (!seen.add(Sha256.of(key.toString()))) {
                throw new RejectedOutputException(
                        "output %s: check unique %s failed: line %d of %s repeats an earlier record"
                                .formatted(output.name(), columns, row.getStartingLineNumber(), file.path()));
            }
        });
    }

    private static void notNull(Work.Output output, List<OutputFile> files, List<String> columns)
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

    private static String field(Work.Output output, OutputFile file, NamedCsvRecord row, String column)
            throws RejectedOutputException {
        return row.findField(column)
                .orElseThrow(() -> new RejectedOutputException("output %s: %s has no column '%s'; it has %s"
                        .formatted(output.name(), file.path(), column, row.getHeader())));
    }

    private static void forEach(Work.Output output, List<OutputFile> files, RecordCheck check)
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
