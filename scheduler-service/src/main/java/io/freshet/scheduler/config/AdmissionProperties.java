package io.freshet.scheduler.config;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import org.jspecify.annotations.Nullable;

/**
 * How admission works.
 *
 * @param defaultSlots of a pool that nobody defined; by default two per core of this machine
 * @param sharedSlots whether attempts of a task with {@code batch} have one slot together: only right where launchers give them a pod together
 * @param applicationId names the group and the internal topics in Kafka; all schedulers of an installation have the same
 */
@ConfigurationProperties("freshet.admission")
record AdmissionProperties(
        @Nullable Integer defaultSlots,
        @Bindable(defaultValue = "freshet-admission") String applicationId,
        @Bindable(defaultValue = "false") boolean sharedSlots) {
    AdmissionProperties {
        if (defaultSlots != null && defaultSlots < 1) {
            throw new IllegalArgumentException("freshet.admission.default-slots must be at least 1");
        }
    }

    int slots() {
        return defaultSlots == null ? 2 * Runtime.getRuntime().availableProcessors() : defaultSlots;
    }
}
