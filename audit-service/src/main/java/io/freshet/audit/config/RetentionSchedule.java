package io.freshet.audit.config;

import io.freshet.audit.jdbc.write.Retention;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Value;
import io.micronaut.scheduling.annotation.Scheduled;
import java.sql.SQLException;
import java.time.Duration;
import java.util.NavigableMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes old history from time to time. */
@Context
final class RetentionSchedule {
    private static final Logger LOG = LoggerFactory.getLogger(RetentionSchedule.class);

    private final Retention retention;
    private final Retention.Periods periods;

    RetentionSchedule(
            Retention retention,
            @Value("${freshet.audit.retention.history}") Duration history,
            @Value("${freshet.audit.retention.dead-letters}") Duration deadLetters) {
        this.retention = retention;
        this.periods = new Retention.Periods(history, deadLetters);
    }

    @Scheduled(initialDelay = "5m", fixedDelay = "6h")
    void deleteOldHistory() throws SQLException {
        NavigableMap<String, Long> deleted = retention.apply(periods);
        if (!deleted.isEmpty()) {
            LOG.atInfo().addKeyValue("rows", deleted).log("Deleted history that is older than it is kept");
        }
    }
}
