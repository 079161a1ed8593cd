package io.freshet.audit.config;

import io.freshet.audit.jdbc.write.HistoryWriter;
import io.freshet.audit.kafka.LogReaders;
import io.freshet.servicekit.jdbc.ConnectionPool;
import io.freshet.servicekit.service.ServiceComponent;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Whether the service does its work. Thread-safe. */
@Singleton
final class Readiness implements ServiceComponent {
    private static final int SECONDS = 2;
    private static final int SHOWN_GAPS = 10;

    private final LogReaders readers;
    private final AlertLoops alerts;
    private final HistoryWriter journal;
    private final DataSource database;

    Readiness(LogReaders readers, AlertLoops alerts, HistoryWriter journal, ConnectionPool database) {
        this.readers = readers;
        this.alerts = alerts;
        this.journal = journal;
        this.database = database.source();
    }

    @Override
    public List<String> warnings() {
        return journal.gaps(SHOWN_GAPS).stream()
                .map(gap -> "%s, offsets from %d: %s (found %s)"
                        .formatted(gap.partition(), gap.from(), gap.reason(), gap.foundAt()))
                .toList();
    }

    /** Whether everything that reads the log still runs: once that is not so, only a restart helps. */
    @Override
    public boolean isAlive() {
        return readers.areAlive() && alerts.areAlive();
    }

    @Override
    public List<String> problems() {
        List<String> problems = new ArrayList<>(readers.problems());
        problems.addAll(alerts.problems());
        try (Connection connection = database.getConnection()) {
            if (!connection.isValid(SECONDS)) {
                problems.add("the database does not answer within %d s".formatted(SECONDS));
            }
        } catch (SQLException e) {
            problems.add("the database cannot be reached: " + e.getMessage());
        }
        return problems;
    }
}
