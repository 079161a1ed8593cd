package io.freshet.audit.config;

import io.freshet.audit.jdbc.read.Totals;
import io.freshet.audit.jdbc.write.MonthlyPartitions;
import io.freshet.audit.kafka.IngestionLag;
import io.freshet.audit.kafka.IngestionMetrics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Value;
import io.micronaut.scheduling.annotation.Scheduled;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done from time to time: months created ahead, old ones dropped, totals summed up, the lag measured. */
@Context
final class Housekeeping {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

    private final MonthlyPartitions months;
    private final Totals totals;
    private final IngestionLag progress;
    private final IngestionMetrics metrics;
    private final Duration eventsKept;
    private final Duration logsKept;
    private final Duration goneKept;
    private final AtomicLong lag = new AtomicLong();

    Housekeeping(
            MonthlyPartitions months,
            Totals totals,
            IngestionLag progress,
            IngestionMetrics metrics,
            MeterRegistry meters,
            @Value("${freshet.audit.retention.events}") Duration eventsKept,
            @Value("${freshet.audit.retention.logs}") Duration logsKept,
            @Value("${freshet.audit.retention.gone}") Duration goneKept) {
        this.months = months;
        this.totals = totals;
        this.progress = progress;
        this.metrics = metrics;
        this.eventsKept = eventsKept;
        this.logsKept = logsKept;
        this.goneKept = goneKept;
        Gauge.builder("freshet.audit.lag", lag, AtomicLong::get)
                .description("Records of the log that were not read yet")
                .register(meters);
    }

    @Scheduled(initialDelay = "1m", fixedDelay = "1h")
    void keepMonths() throws SQLException {
        months.createAhead();
        List<String> dropped = months.drop(eventsKept, logsKept);
        if (!dropped.isEmpty()) {
            LOG.atInfo().addKeyValue("tables", dropped).log("Dropped what is older than it is to be kept");
        }
    }

    @Scheduled(initialDelay = "2m", fixedDelay = "1h")
    void deleteGone() throws SQLException {
        int deleted = totals.deleteGone(goneKept);
        if (deleted > 0) {
            LOG.atInfo()
                    .addKeyValue("instances", deleted)
                    .log("Deleted instances that are gone for longer than they are kept");
        }
    }

    @Scheduled(initialDelay = "10s", fixedDelay = "15s")
    void sumUp() throws SQLException {
        totals.sumUp();
    }

    @Scheduled(initialDelay = "5s", fixedDelay = "15s")
    void measureLag() {
        lag.set(progress.stats(metrics.ingested()).lag());
    }
}
