package io.freshet.audit.jdbc.write;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.freshet.audit.delivery.Delivery;
import io.freshet.audit.delivery.SendOutcome;
import io.freshet.audit.history.CommitSignal;
import io.freshet.audit.history.LogEntry;
import io.freshet.audit.history.PlausibleHistory;
import io.freshet.audit.jdbc.alert.AlertEngine;
import io.freshet.audit.jdbc.alert.AlertQueries;
import io.freshet.audit.jdbc.alert.DeadlineQueries;
import io.freshet.audit.jdbc.alert.DeliveryQueue;
import io.freshet.audit.jdbc.read.PageRequest;
import io.freshet.contracts.api.AlertInfo;
import io.freshet.contracts.api.DeadlineInfo;
import io.freshet.contracts.api.DeliveryInfo;
import io.freshet.contracts.spec.AlertSpec;
import io.freshet.contracts.spec.AlertSpec.Condition;
import io.freshet.contracts.spec.DeadlineSpec;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

/** Tests of what people are alerted of, by a clock that the test sets. */
abstract class WithAlerts extends WithHistoryWriter {
    static final AlertQueries.Wanted ALL = new AlertQueries.Wanted(null, null, null);

    PlausibleHistory history;
    Instant now = START;
    AlertQueries queries;
    DeadlineQueries due;
    DeliveryQueue queue;
    private int appended;

    @BeforeEach
    void begin() {
        history = new PlausibleHistory(START);
        queries = new AlertQueries(source);
        due = new DeadlineQueries(source);
        queue = new DeliveryQueue(source);
    }

    void deploy(List<DeadlineSpec> deadlines, AlertSpec rule) throws SQLException {
        history.deployed(1, deadlines, List.of(rule));
        write();
    }

    /** What the history has more than was written before. */
    void write() throws SQLException {
        List<LogEntry> all = new ArrayList<>(entries(history));
        append(journal, all.subList(appended, all.size()), 100);
        appended = all.size();
    }

    AlertEngine engine() {
        return new AlertEngine(source, () -> now, new CommitSignal(), () -> now);
    }

    /** Turns, until there is nothing to do, in which everything is looked at. */
    static void decide(AlertEngine engine) {
        int idle = 0;
        while (idle < 11) {
            idle = engine.take() ? 0 : idle + 1;
        }
    }

    /** The one message that is due, which arrives. */
    DeliveryInfo sent() {
        List<Delivery> due = queue.take(now, 10);
        assertEquals(1, due.size(), due::toString);
        queue.done(due.getFirst(), new SendOutcome.Delivered("200"), now);
        DeliveryInfo sent = queries.delivery(due.getFirst().id()).orElseThrow();
        assertEquals(DeliveryInfo.State.DELIVERED, sent.state());
        return sent;
    }

    List<DeadlineInfo> deadlines() {
        return due.list(ALL, PageRequest.first(10)).items();
    }

    List<AlertInfo> alerts() {
        return queries.alerts(ALL, PageRequest.first(10)).items();
    }

    List<DeliveryInfo> deliveries() {
        return queries.deliveries(ALL, PageRequest.first(10)).items();
    }

    static AlertSpec rule(Condition... on) {
        return rule(AlertSpec.Grouping.RUN, on);
    }

    static AlertSpec rule(AlertSpec.Grouping grouping, Condition... on) {
        return new AlertSpec(
                "ops",
                List.of(on),
                new AlertSpec.Webhook("ops"),
                grouping,
                new AlertSpec.Times(Duration.ofSeconds(30), null, Duration.ofHours(1)),
                null);
    }
}
