package io.freshet.audit.jdbc.alert;

import io.freshet.audit.delivery.AlertMessage;
import io.freshet.audit.jdbc.read.PageRequest;
import io.freshet.audit.jdbc.read.Query;
import io.freshet.audit.jdbc.read.ResultPage;
import io.freshet.contracts.api.AlertInfo;
import io.freshet.contracts.api.DeliveryInfo;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.spec.AlertSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Asks for alerts and deliveries, and for messages that only say that they arrive. Thread-safe. */
public final class AlertQueries {
    private static final String DELIVERY =
            "SELECT t.*, t.channel->>'channel' AS channel_name FROM deliveries t WHERE true";

    private final DataSource database;
    private final AlertTransactions transactions;

    public AlertQueries(DataSource database) {
        this.database = database;
        this.transactions = new AlertTransactions(database);
    }

    /** Of which workflow something is wanted, and in which state; null: no matter. */
    public record Wanted(
            @Nullable String namespace,
            @Nullable String workflow,
            @Nullable Enum<?> state) {
        Query restrict(Query query) {
            return query.addIf(namespace, "AND t.namespace = ?")
                    .addIf(workflow, "AND t.workflow = ?")
                    .addIf(state == null ? null : state.name(), "AND t.state = ?");
        }
    }

    /**
     * How much goes on.
     *
     * @param late times at which something was due that is not there
     */
    public record Open(long alerts, long late) {
        /** Nothing does. */
        public static final Open NOTHING = new Open(0, 0);
    }

    /** How many alerts are open, and how much is late, in all namespaces. */
    public Open open() {
        return Query.of("SELECT (SELECT count(*) FROM alerts WHERE state = 'OPEN') AS alerts,"
                        + " (SELECT count(*) FROM expectations WHERE state = 'LATE') AS late")
                .first(database, row -> new Open(row.number("alerts"), row.number("late")))
                .orElse(Open.NOTHING);
    }

    /** Newest first. */
    public ResultPage<AlertInfo> alerts(Wanted wanted, PageRequest page) {
        Query query = wanted.restrict(Query.of("SELECT * FROM alerts t WHERE true"));
        return ResultPage.of(
                newest(query, "opened_at", "alert", page).list(database, Alerts::info),
                page,
                info -> List.of(info.openedAt().toString(), info.alert()));
    }

    /** Newest first. */
    public ResultPage<DeliveryInfo> deliveries(Wanted wanted, PageRequest page) {
        Query query = newest(wanted.restrict(Query.of(DELIVERY)), "created_at", "delivery", page);
        return ResultPage.of(
                query.list(database, Deliveries::info),
                page,
                info -> List.of(info.createdAt().toString(), info.delivery()));
    }

    /** A delivery; empty if there is none of this id. */
    public Optional<DeliveryInfo> delivery(String delivery) {
        return Query.of(DELIVERY + " AND t.delivery = ?", delivery).first(database, Deliveries::info);
    }

    /**
     * Has a message sent by each rule of a workflow, whatever its quiet hours, that says that messages arrive.
     *
     * @return the deliveries, by rule; none if the workflow has no rule
     */
    public List<DeliveryInfo> test(WorkflowRef workflow, Instant now) {
        List<String> sent = transactions.call(connection -> {
            List<String> deliveries = new ArrayList<>();
            for (AlertSpec rule : AlertDefinitions.rules(connection, workflow)) {
                AlertMessage message = AlertMessage.test(workflow, rule.name(), now.truncatedTo(ChronoUnit.MICROS));
                deliveries.add(Deliveries.add(connection, message, rule.channel()));
            }
            return deliveries;
        });
        return sent.stream().map(this::delivery).flatMap(Optional::stream).toList();
    }

    private static Query newest(Query query, String time, String id, PageRequest page) {
        List<String> after = page.after();
        if (after != null) {
            query.add("AND (t.%s, t.%s) < (?, ?)".formatted(time, id), Instant.parse(after.getFirst()), after.get(1));
        }
        return query.add("ORDER BY t.%s DESC, t.%s DESC LIMIT ?".formatted(time, id), page.fetch());
    }
}
