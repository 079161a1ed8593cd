package io.freshet.audit.jdbc.write;

import io.freshet.servicekit.jdbc.SqlFailure;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tables of what happened have one partition per month of UTC, named {@code <table>_<year>_<month>}. A month gets its partitions
 * when something of it is first written, if it is within two years of now; anything else lies in the default partition. Thread-safe,
 * also between processes.
 */
public final class MonthlyPartitions {
    /** The tables, and how long each is kept as far as events or logs are. */
    private static final List<String> EVENT_TABLES = List.of("events", "decisions", "spans");

    private static final List<String> LOG_TABLES = List.of("log_chunks");
    private static final long REACH_MONTHS = 24;
    /** A number of ours, so that two services do not create the same month at once. */
    private static final long LOCK = 7_305_001;

    private static final Logger LOG = LoggerFactory.getLogger(MonthlyPartitions.class);

    private final DataSource database;
    private final InstantSource clock;
    private final Set<YearMonth> covered = ConcurrentHashMap.newKeySet();

    public MonthlyPartitions(DataSource database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Creates this month's partitions and the next two's. */
    public void createAhead() throws SQLException {
        YearMonth now = month(clock.instant());
        for (int ahead = 0; ahead <= 2; ahead++) {
            cover(now.plusMonths(ahead));
        }
    }

    /** Sees that what happened at these times can be written. */
    void cover(Collection<Instant> times) throws SQLException {
        Set<YearMonth> months = new TreeSet<>();
        Instant last = Instant.MIN;
        for (Instant time : times) {
            // Most of a batch is of one month, and of few moments.
            if (!time.equals(last)) {
                months.add(month(time));
                last = time;
            }
        }
        for (YearMonth month : months) {
            cover(month);
        }
    }

    /**
     * Drops the months that ended longer ago than this.
     *
     * @return the names of the partitions dropped
     */
    public List<String> drop(Duration eventsKept, Duration logsKept) throws SQLException {
        List<String> dropped = new ArrayList<>();
        for (String table : EVENT_TABLES) {
            dropped.addAll(drop(table, clock.instant().minus(eventsKept)));
        }
        for (String table : LOG_TABLES) {
            dropped.addAll(drop(table, clock.instant().minus(logsKept)));
        }
        return dropped;
    }

    private void cover(YearMonth month) throws SQLException {
        if (covered.contains(month)) {
            return;
        }
        long distance = ChronoUnit.MONTHS.between(month(clock.instant()), month);
        if (Math.abs(distance) <= REACH_MONTHS) {
            try {
                create(month);
            } catch (SQLException e) {
                if (SqlFailure.of(e) != SqlFailure.DATA) {
                    throw e;
                }
                // Rows of the month came before it was within reach, so they and all others of it stay in the default
                // partition.
                LOG.atWarn().addKeyValue("month", month).setCause(e).log("The month stays in the default partition");
            }
            covered.add(month);
        }
    }

    private void create(YearMonth month) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
                for (List<String> tables : List.of(EVENT_TABLES, LOG_TABLES)) {
                    for (String table : tables) {
                        statement.execute(
                                "CREATE TABLE IF NOT EXISTS %s PARTITION OF %s FOR VALUES FROM ('%s') TO ('%s')"
                                        .formatted(
                                                name(table, month), table, start(month), start(month.plusMonths(1))));
                    }
                }
                connection.commit();
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }

    private List<String> drop(String table, Instant before) throws SQLException {
        List<String> dropped = new ArrayList<>();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (String partition : partitions(statement, table)) {
                String suffix = partition.substring(table.length() + 1);
                if (suffix.matches("\\d{4}_\\d{2}")) {
                    YearMonth month = YearMonth.parse(suffix.replace('_', '-'));
                    if (!start(month.plusMonths(1)).isAfter(before)) {
                        statement.execute("DROP TABLE " + partition);
                        covered.remove(month);
                        dropped.add(partition);
                    }
                }
            }
        }
        return dropped;
    }

    private static List<String> partitions(Statement statement, String table) throws SQLException {
        List<String> names = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(
                "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = '%s'::regclass ORDER BY 1"
                        .formatted(table))) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    private static String name(String table, YearMonth month) {
        return "%s_%04d_%02d".formatted(table, month.getYear(), month.getMonthValue());
    }

    private static Instant start(YearMonth month) {
        return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private static YearMonth month(Instant time) {
        return YearMonth.from(time.atOffset(ZoneOffset.UTC));
    }
}
