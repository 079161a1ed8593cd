package io.freshet.audit.jdbc.alert;

import io.freshet.audit.alert.Deadline;
import io.freshet.audit.alert.LogHorizon;
import io.freshet.audit.history.CommitSignal;
import io.freshet.audit.jdbc.read.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * Decides, turn by turn, what people are alerted of: takes over what deployed workflows say, looks at deadlines that are due, makes alerts of
 * what has happened, ends those that are over, and makes messages of them. A turn is one transaction, and one service of an installation is
 * at it at a time: whoever is killed has decided nothing, and another one decides the same. For one thread.
 */
public final class AlertEngine {
    /** After so many turns it looks at everything, whether or not something was heard: another service may have read it and been killed. */
    private static final int TURNS_OF_A_ROUND = 10;

    private static final int BUSY = -1;

    private final DataSource database;
    private final AlertTransactions transactions;
    private final LogHorizon horizon;
    private final CommitSignal signal;
    private final InstantSource clock;
    private final Steps steps;
    private long seen = -1;
    private int turns;

    /** What is done in a turn, in this order. */
    private record Steps(
            AlertDefinitions definitions,
            DeadlineLooks deadlines,
            StuckRuns stuck,
            Alerts alerts,
            AlertEndings endings,
            Deliveries deliveries) {
        static Steps make() {
            Expectations expectations = new Expectations();
            Occurrences occurrences = new Occurrences();
            Alerts alerts = new Alerts(occurrences);
            return new Steps(
                    new AlertDefinitions(expectations),
                    new DeadlineLooks(expectations, occurrences),
                    new StuckRuns(alerts),
                    alerts,
                    new AlertEndings(),
                    new Deliveries());
        }
    }

    public AlertEngine(DataSource database, LogHorizon horizon, CommitSignal signal, InstantSource clock) {
        this.database = database;
        this.transactions = new AlertTransactions(database);
        this.horizon = horizon;
        this.signal = signal;
        this.clock = clock;
        this.steps = Steps.make();
    }

    /**
     * One turn.
     *
     * @return whether something was done, so that there may be more to do at once
     */
    public boolean take() {
        // As the database keeps times.
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        long heard = signal.seen();
        boolean isNews = heard != seen || turns % TURNS_OF_A_ROUND == 0;
        Optional<Instant> due = nextLook("expectations", "look_at").filter(at -> !at.isAfter(now));
        if (!isNews && due.isEmpty() && !isDue(now)) {
            turns++;
            return false;
        }
        Instant readUntil = due.isEmpty() ? Instant.EPOCH : horizon.readUntil();
        int done = transactions.alone(BUSY, connection -> step(connection, new Deadline.Look(now, readUntil)));
        if (done == BUSY) {
            return false;
        }
        turns++;
        seen = heard;
        return done > 0;
    }

    private int step(Connection connection, Deadline.Look look) throws SQLException {
        Instant now = look.now();
        int done = steps.definitions().step(connection, now);
        steps.deadlines().step(connection, look);
        done += steps.stuck().step(connection, now);
        done += steps.alerts().step(connection, now);
        done += steps.endings().step(connection, now);
        done += steps.deliveries().step(connection, now);
        return done;
    }

    private boolean isDue(Instant now) {
        return Stream.of(nextLook("alerts", "notify_at"), nextLook("alert_rules", "stuck_look_at"))
                .flatMap(Optional::stream)
                .anyMatch(at -> !at.isAfter(now));
    }

    private Optional<Instant> nextLook(String table, String column) {
        return Query.of("SELECT %1$s AS at FROM %2$s WHERE %1$s IS NOT NULL ORDER BY %1$s LIMIT 1"
                        .formatted(column, table))
                .first(database, row -> row.time("at"));
    }
}
