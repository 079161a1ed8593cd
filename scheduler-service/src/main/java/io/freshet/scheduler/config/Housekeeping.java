package io.freshet.scheduler.config;

import io.freshet.scheduler.deployment.RequestStore;
import io.freshet.scheduler.deployment.RunLimitStore;
import io.freshet.scheduler.deployment.UploadSpace;
import io.freshet.scheduler.outbox.Outbox;
import io.freshet.scheduler.replay.ReplayStore;
import io.freshet.scheduler.schedule.ScheduleStore;
import io.freshet.scheduler.trigger.TriggerStore;
import io.freshet.scheduler.webhook.WebhookStore;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Requires;
import io.micronaut.scheduling.annotation.Scheduled;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import javax.sql.DataSource;

/** What is done from time to time: old requests, limits of runs, replays, what triggers did and what webhooks were sent are forgotten in steps, what is left of uploads is removed, and what waits is measured. */
@Context
@Requires(beans = DataSource.class)
final class Housekeeping {
    private static final int AT_ONCE = 1_000;
    private static final Outbox.Backlog UNKNOWN = new Outbox.Backlog(Duration.ZERO, 0, Optional.empty());

    private final RequestStore requests;
    private final RunLimitStore limits;
    private final Outbox outbox;
    private final UploadSpace uploads;
    private final ScheduleStore schedules;
    private final ReplayStore replays;
    private final TriggerStore triggers;
    private final WebhookStore webhooks;
    private final Duration requestsKept;
    private volatile Outbox.Backlog backlog = UNKNOWN;
    private volatile Duration overdue = Duration.ZERO;

    Housekeeping(
            RequestStore requests,
            RunLimitStore limits,
            Outbox outbox,
            UploadSpace uploads,
            ScheduleStore schedules,
            ReplayStore replays,
            TriggerStore triggers,
            WebhookStore webhooks,
            SchedulerProperties properties,
            MeterRegistry meters) {
        this.requests = requests;
        this.limits = limits;
        this.outbox = outbox;
        this.uploads = uploads;
        this.schedules = schedules;
        this.replays = replays;
        this.triggers = triggers;
        this.webhooks = webhooks;
        this.requestsKept = properties.requestRetention();
        Gauge.builder("freshet.scheduler.outbox.oldest", () -> backlog.oldest().toSeconds())
                .description("How long the oldest row that was committed and not published has waited")
                .baseUnit("seconds")
                .register(meters);
        Gauge.builder("freshet.scheduler.outbox.refused", () -> backlog.refused())
                .description("Rows that Kafka has refused for good")
                .register(meters);
        Gauge.builder("freshet.scheduler.schedules.overdue", () -> overdue.toSeconds())
                .description("For how long the schedule that has been due for longest has been")
                .baseUnit("seconds")
                .register(meters);
    }

    @Scheduled(initialDelay = "5m", fixedDelay = "1h")
    void forgetRequests() {
        inSteps(limit -> requests.forget(requestsKept, limit));
        inSteps(limit -> limits.forget(requestsKept, limit));
        inSteps(limit -> replays.forget(requestsKept, limit));
        inSteps(limit -> triggers.forget(requestsKept, limit));
        inSteps(limit -> webhooks.forget(requestsKept, limit));
    }

    /**
     * @param step does so much at the most, and says how much it did
     */
    private static void inSteps(IntUnaryOperator step) {
        int done;
        do {
            done = step.applyAsInt(AT_ONCE);
        } while (done == AT_ONCE);
    }

    /** At the start, too: what a scheduler that was killed has left is the first thing to go. */
    @Scheduled(initialDelay = "1s", fixedDelay = "10m")
    void sweepUploads() {
        uploads.sweep();
    }

    @Scheduled(initialDelay = "5s", fixedDelay = "10s")
    void measure() {
        backlog = outbox.backlog();
        overdue = schedules.overdue().orElse(Duration.ZERO);
    }
}
