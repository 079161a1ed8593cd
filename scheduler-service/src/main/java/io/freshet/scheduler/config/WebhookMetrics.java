package io.freshet.scheduler.config;

import io.freshet.scheduler.webhook.DeliveryCounts;
import io.freshet.scheduler.webhook.DeliveryOutcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** What is sent to webhooks, as a metric, by outcome alone: anybody may send, and would make any other label. */
@Singleton
final class WebhookMetrics implements DeliveryCounts {
    private final Map<DeliveryOutcome, Counter> deliveries = new EnumMap<>(DeliveryOutcome.class);

    WebhookMetrics(MeterRegistry meters) {
        for (DeliveryOutcome outcome : DeliveryOutcome.values()) {
            deliveries.put(
                    outcome,
                    Counter.builder("freshet.scheduler.webhook.deliveries")
                            .description("Requests to webhooks, by what became of them")
                            .tag(
                                    "outcome",
                                    outcome.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                            .register(meters));
        }
    }

    @Override
    public void count(DeliveryOutcome outcome) {
        Objects.requireNonNull(deliveries.get(outcome), "every outcome has a counter")
                .increment();
    }
}
