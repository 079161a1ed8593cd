package io.freshet.scheduler.config;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * The scheduler's own settings.
 *
 * @param instance unique among the schedulers of an installation, and the same after a restart
 * @param publishWait how long a deployment waits for the log before it answers that it will be published
 * @param outboxRetention how long what was published, or refused by Kafka, is kept in the outbox
 * @param requestRetention how long a request is remembered by its Idempotency-Key
 */
@ConfigurationProperties("freshet.scheduler")
record SchedulerProperties(
        @Bindable(defaultValue = "scheduler-0") String instance,
        @Bindable(defaultValue = "10s") Duration publishWait,
        @Bindable(defaultValue = "7d") Duration outboxRetention,
        @Bindable(defaultValue = "30d") Duration requestRetention) {
    SchedulerProperties {
        if (!instance.matches("[A-Za-z0-9._-]{1,100}")) {
            throw new IllegalArgumentException(
                    "freshet.scheduler.instance '%s': use 1 to 100 letters, digits, '.', '_' and '-'"
                            .formatted(instance));
        }
        if (publishWait.isNegative() || outboxRetention.isNegative() || requestRetention.isNegative()) {
            throw new IllegalArgumentException("freshet.scheduler: durations cannot be negative");
        }
    }
}
