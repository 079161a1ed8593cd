package io.freshet.audit.jdbc.alert;

import io.freshet.audit.delivery.Delivery;
import io.freshet.audit.delivery.MessageQueue;
import io.freshet.audit.delivery.SendOutcome;
import io.freshet.audit.jdbc.read.Query;
import io.freshet.audit.jdbc.read.ResultRow;
import io.freshet.contracts.api.DeliveryInfo.State;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.spec.AlertSpec;
import io.freshet.servicekit.time.Backoff;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The messages that are to be sent. Each is taken by one service at a time. One that is killed while it sends leaves a message of which
 * nobody knows whether it has arrived: it is sent again after {@link #LEASE}, with the same id. Thread-safe.
 */
public final class DeliveryQueue implements MessageQueue {
    /** For so long a message that was taken is left to whoever took it: longer than sending takes. */
    public static final Duration LEASE = Duration.ofMinutes(1);

    /** How often a message is sent, over some three hours, before it is given up. */
    public static final int MAX_ATTEMPTS = 12;

    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(5), Duration.ofHours(1));

    private final AlertTransactions transactions;

    public DeliveryQueue(DataSource database) {
        this.transactions = new AlertTransactions(database);
    }

    @Override
    public List<Delivery> take(Instant now, int limit) {
        return transactions.call(connection ->
                Query.of("""
                        UPDATE deliveries SET attempts = attempts + 1, next_at = ? WHERE delivery IN (
                            SELECT delivery FROM deliveries WHERE next_at <= ? ORDER BY next_at LIMIT ? FOR UPDATE SKIP LOCKED)
                        RETURNING *
                        """, now.plus(LEASE), now, limit).list(connection, row -> delivery(row, now)).stream()
                        .flatMap(Optional::stream)
                        .toList());
    }

    /** One that another service has taken meanwhile is left to it, unless it has arrived. */
    @Override
    public State done(Delivery delivery, SendOutcome outcome, Instant now) {
        return switch (outcome) {
            case SendOutcome.Delivered(String answer) -> end(delivery, State.DELIVERED, answer, now);
            case SendOutcome.Gone(String answer) -> end(delivery, State.GIVEN_UP, answer, now);
            case SendOutcome.Failed(String answer) -> {
                if (delivery.attempt() >= MAX_ATTEMPTS) {
                    yield end(delivery, State.GIVEN_UP, answer, now);
                }
                keep(delivery, State.PENDING, now.plus(BACKOFF.pause(delivery.attempt())), null, answer);
                yield State.PENDING;
            }
        };
    }

    private State end(Delivery delivery, State state, String answer, Instant now) {
        keep(delivery, state, null, now, answer);
        return state;
    }

    /** How many messages are to be sent, some of them perhaps again. */
    public long pending() {
        return transactions.call(
                connection -> Query.of("SELECT count(*) AS pending FROM deliveries WHERE next_at IS NOT NULL")
                        .first(connection, row -> row.number("pending"))
                        .orElse(0L));
    }

    private void keep(
            Delivery delivery, State state, @Nullable Instant nextAt, @Nullable Instant endedAt, String answer) {
        transactions.call(connection -> Query.of(
                        "UPDATE deliveries SET state = ?, next_at = CAST(? AS timestamptz), ended_at = CAST(? AS timestamptz), answer = ?",
                        state.name(),
                        nextAt,
                        endedAt,
                        answer)
                .add(
                        "WHERE delivery = ? AND state = 'PENDING' AND (attempts = ? OR ?)",
                        delivery.id(),
                        delivery.attempt(),
                        state == State.DELIVERED)
                .update(connection));
    }

    private static Optional<Delivery> delivery(ResultRow row, Instant now) throws SQLException {
        WorkflowRef workflow = new WorkflowRef(row.text("namespace"), row.text("workflow"));
        String id = row.text("delivery");
        String title = row.text("title");
        String body = row.text("body");
        int attempt = row.integer("attempts");
        return row.json("channel", AlertSpec.Channel.class)
                .map(channel -> new Delivery(id, workflow, channel, title, body, attempt, now));
    }
}
