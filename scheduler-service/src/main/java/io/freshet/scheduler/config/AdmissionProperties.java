package io.freshet.scheduler.config;

import io.freshet.scheduler.admission.AdmissionPolicy;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How admission works.
 *
 * @param defaultSlots of a pool that nobody defined; by default two per core of this machine
 * @param sharedSlots whether attempts of a task with {@code batch} have one slot together: only right where launchers give them a pod together
 * @param ageing how much longer an attempt must have waited to go before one whose priority is higher by one; 0: never; at most a day
 * @param applicationId names the group and the internal topics in Kafka; all schedulers of an installation have the same
 */
@ConfigurationProperties("freshet.admission")
record AdmissionProperties(
        @Nullable Integer defaultSlots,
        @Bindable(defaultValue = "freshet-admission") String applicationId,
        @Bindable(defaultValue = "false") boolean sharedSlots,
        @Bindable(defaultValue = "1m") Duration ageing) {
    AdmissionProperties {
        if (defaultSlots != null && defaultSlots < 1) {
            throw new IllegalArgumentException("freshet.admission.default-slots must be at least 1");
        }
        if (ageing.isNegative() || ageing.compareTo(AdmissionPolicy.LONGEST_AGEING) > 0) {
            throw new IllegalArgumentException("freshet.admission.ageing must be from 0s to 24h");
        }
    }

    AdmissionPolicy policy() {
        int slots = defaultSlots == null ? 2 * Runtime.getRuntime().availableProcessors() : defaultSlots;
        return new AdmissionPolicy(slots, sharedSlots, ageing);
    }
}
