package io.freshet.audit.jdbc.alert;

import io.freshet.audit.alert.AlertTimes;
import io.freshet.audit.delivery.AlertMessage;
import io.freshet.audit.jdbc.read.Query;
import io.freshet.audit.jdbc.read.ResultRow;
import io.freshet.audit.jdbc.write.PostgresText;
import io.freshet.contracts.api.AlertInfo;
import io.freshet.contracts.api.DeliveryInfo;
import io.freshet.contracts.id.DerivedId;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.spec.AlertSpec;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes messages of alerts that are due: the table {@code deliveries}. */
final class Deliveries {
    /** Rules of one step. */
    private static final int MOST = 20;

    /** Alerts of one step and rule; the others are in the next. */
    private static final int MOST_ALERTS = 10 * AlertMessage.MOST_ALERTS;

    private record Rule(WorkflowRef workflow, String name) {}

    /** Makes messages for some rules; for how many. */
    int step(Connection connection, Instant now) throws SQLException {
        List<Rule> rules = Query.of(
                        "SELECT DISTINCT namespace, workflow, rule FROM alerts WHERE notify_at <= ? LIMIT ?", now, MOST)
                .list(
                        connection,
                        row -> new Rule(
                                new WorkflowRef(row.text("namespace"), row.text("workflow")), row.text("rule")));
        for (Rule rule : rules) {
            Optional<AlertSpec> spec = AlertDefinitions.rule(connection, rule.workflow(), rule.name());
            List<AlertInfo> due = due(connection, rule, spec, now);
            if (spec.isPresent()) {
                for (AlertMessage message : messages(rule, spec.get(), due, now)) {
                    add(connection, message, spec.get().channel());
                }
            }
        }
        return rules.size();
    }

    /** What is due, oldest first; it is then due no more, or when the rule repeats it. */
    private static List<AlertInfo> due(Connection connection, Rule rule, Optional<AlertSpec> spec, Instant now)
            throws SQLException {
        Instant repeated =
                spec.flatMap(known -> AlertTimes.repeated(known, now)).orElse(null);
        return Query.of(
                        """
                        WITH due AS (
                            UPDATE alerts SET notified = notified + 1,
                                notify_at = CASE WHEN state = 'OPEN' THEN CAST(? AS timestamptz) END
                            WHERE alert IN (SELECT alert FROM alerts
                                WHERE namespace = ? AND workflow = ? AND rule = ? AND notify_at <= ?
                                ORDER BY opened_at, alert LIMIT ?) RETURNING *)
                        SELECT * FROM due ORDER BY opened_at, alert
                        """,
                        repeated,
                        rule.workflow().namespace(),
                        rule.workflow().workflow(),
                        rule.name(),
                        now,
                        MOST_ALERTS)
                .list(connection, Alerts::info);
    }

    /** PagerDuty takes alerts one by one, everybody else gets them in one message. */
    private static List<AlertMessage> messages(Rule rule, AlertSpec spec, List<AlertInfo> due, Instant now) {
        int each = spec.channel() instanceof AlertSpec.PagerDuty ? 1 : AlertMessage.MOST_ALERTS;
        List<AlertMessage> messages = new ArrayList<>();
        for (int from = 0; from < due.size(); from += each) {
            List<AlertInfo> some = due.subList(from, Math.min(due.size(), from + each));
            messages.add(new AlertMessage(rule.workflow(), rule.name(), DeliveryInfo.Kind.ALERTS, some, now));
        }
        return messages;
    }

    /** A message that is to be sent; returns its id. */
    static String add(Connection connection, AlertMessage message, AlertSpec.Channel channel) throws SQLException {
        List<String> alerts = message.alerts().stream().map(AlertInfo::alert).toList();
        String id = DerivedId.of(
                "delivery",
                message.workflow().toString(),
                message.rule(),
                message.kind().name(),
                message.at().toString(),
                String.join(",", alerts));
        Query.of(
                        "INSERT INTO deliveries (delivery, namespace, workflow, rule, channel, kind, title, body, alerts, state,"
                                + " created_at, next_at) VALUES (?, ?, ?, ?, CAST(? AS json), ?, ?, ?, CAST(? AS json), 'PENDING', ?, ?)"
                                + " ON CONFLICT DO NOTHING",
                        id,
                        message.workflow().namespace(),
                        message.workflow().workflow(),
                        message.rule(),
                        PostgresText.json(channel),
                        message.kind().name(),
                        message.title(),
                        message.body(channel),
                        PostgresText.json(alerts),
                        message.at(),
                        message.at())
                .update(connection);
        return id;
    }

    static DeliveryInfo info(ResultRow row) throws SQLException {
        DeliveryInfo.State state = row.name(DeliveryInfo.State.class, "state");
        return new DeliveryInfo(
                row.text("delivery"),
                new WorkflowRef(row.text("namespace"), row.text("workflow")),
                row.text("rule"),
                row.text("channel_name"),
                row.name(DeliveryInfo.Kind.class, "kind"),
                row.texts("alerts"),
                state,
                row.integer("attempts"),
                row.time("created_at"),
                row.timeOrNull("next_at"),
                row.timeOrNull("ended_at"),
                row.textOrNull("answer"));
    }
}
