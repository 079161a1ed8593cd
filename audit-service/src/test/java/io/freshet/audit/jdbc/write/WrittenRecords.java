package io.freshet.audit.jdbc.write;

import io.freshet.audit.history.FoldResult;
import io.freshet.audit.history.LogPartition;
import io.freshet.audit.history.LogRecord;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/** Puts records into the history, as if they were the first of their topics, which have one partition each. */
public final class WrittenRecords {
    private WrittenRecords() {}

    public static void append(DataSource database, InstantSource clock, List<LogRecord> records) throws SQLException {
        HistoryWriter journal = new HistoryWriter(database, new MonthlyPartitions(database, clock), clock);
        Map<String, Long> offsets = new HashMap<>();
        List<FoldResult> read = new ArrayList<>();
        Map<LogPartition, Long> next = new HashMap<>();
        Map<String, String> ids = new HashMap<>();
        for (LogRecord record : records) {
            long offset = offsets.merge(record.topic(), 1L, Long::sum) - 1;
            read.add(FoldResult.of(record.at(offset)));
            next.put(new LogPartition(record.topic(), 0), offset + 1);
            ids.put(record.topic(), "one");
        }
        journal.append(read, journal.positions(next.keySet(), ids), next);
    }
}
