package io.freshet.audit.config;

import io.freshet.audit.delivery.DeliveryListener;
import io.freshet.audit.jdbc.alert.AlertQueries;
import io.freshet.audit.jdbc.alert.DeliveryQueue;
import io.freshet.contracts.api.DeliveryInfo;
import io.freshet.contracts.spec.AlertSpec;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Of what people are alerted, and what becomes of the messages, as metrics; none has an id as a label. Attempts are counted by the service
 * that makes them, since it was started; what is open is the same whichever service is asked.
 */
@Singleton
final class AlertMetrics implements DeliveryListener {
    private static final List<String> CHANNELS = List.of("webhook", "slack", "pagerduty", "email");

    private final DeliveryQueue queue;
    private final AlertQueries alerts;
    private final MeterRegistry meters;
    private volatile long pending;
    private volatile AlertQueries.Open open = AlertQueries.Open.NOTHING;

    AlertMetrics(DeliveryQueue queue, AlertQueries alerts, MeterRegistry meters) {
        this.queue = queue;
        this.alerts = alerts;
        this.meters = meters;
        for (String channel : CHANNELS) {
            for (DeliveryInfo.State state : DeliveryInfo.State.values()) {
                counter(channel, state);
            }
        }
        Gauge.builder("freshet.audit.alert.deliveries.pending", () -> pending)
                .description("Messages about alerts that have not arrived and are to be sent, perhaps again")
                .register(meters);
        Gauge.builder("freshet.audit.alerts.open", () -> open.alerts())
                .description("Alerts that are not over")
                .register(meters);
        Gauge.builder("freshet.audit.deadlines.late", () -> open.late())
                .description("Times at which something was due that is not there")
                .register(meters);
    }

    @Override
    public void attempted(AlertSpec.Channel channel, DeliveryInfo.State state) {
        counter(name(channel), state).increment();
    }

    /** The one counter of a channel and an outcome: made when it is asked for first, so that it is there before anything was sent. */
    private Counter counter(String channel, DeliveryInfo.State state) {
        return Counter.builder("freshet.audit.alert.deliveries")
                .description("Attempts to deliver a message about alerts, by channel and outcome")
                .tag("channel", channel)
                .tag("outcome", outcome(state))
                .register(meters);
    }

    private static String name(AlertSpec.Channel channel) {
        return switch (channel) {
            case AlertSpec.Webhook _ -> "webhook";
            case AlertSpec.Slack _ -> "slack";
            case AlertSpec.PagerDuty _ -> "pagerduty";
            case AlertSpec.Email _ -> "email";
        };
    }

    private static String outcome(DeliveryInfo.State state) {
        return switch (state) {
            case DELIVERED -> "delivered";
            case PENDING -> "failed";
            case GIVEN_UP -> "given-up";
        };
    }

    @Scheduled(initialDelay = "5s", fixedDelay = "15s")
    void measure() {
        pending = queue.pending();
        open = alerts.open();
    }
}
