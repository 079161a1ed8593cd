package io.freshet.scheduler.config;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The scheduler's own settings.
 *
 * @param instance unique among the schedulers of an installation, and the same after a restart
 * @param address at which other schedulers reach this one, {@code host:port}; null: they cannot, and do not show the queues of what it admits
 * @param publishWait how long a deployment waits for the log before it answers that it will be published
 * @param outboxRetention how long what was published, or refused by Kafka, is kept in the outbox
 * @param requestRetention how long a request is remembered by its Idempotency-Key
 */
@ConfigurationProperties("freshet.scheduler")
record SchedulerProperties(
        @Bindable(defaultValue = "scheduler-0") String instance,
        @Nullable String address,
        @Bindable(defaultValue = "10s") Duration publishWait,
        @Bindable(defaultValue = "7d") Duration outboxRetention,
        @Bindable(defaultValue = "30d") Duration requestRetention) {
    SchedulerProperties {
        if (!instance.matches("[A-Za-z0-9._-]{1,100}")) {
            throw new IllegalArgumentException(
                    "freshet.scheduler.instance '%s': use 1 to 100 letters, digits, '.', '_' and '-'"
                            .formatted(instance));
        }
        if (address != null && !address.matches("[A-Za-z0-9.:_-]{1,253}:[0-9]{1,5}")) {
            throw new IllegalArgumentException(
                    "freshet.scheduler.address '%s': write host:port, as the other schedulers can reach it"
                            .formatted(address));
        }
        if (publishWait.isNegative() || outboxRetention.isNegative() || requestRetention.isNegative()) {
            throw new IllegalArgumentException("freshet.scheduler: durations cannot be negative");
        }
    }
}
