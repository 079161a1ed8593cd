package io.freshet.planner.config;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * The planner's own settings.
 *
 * @param instance unique among the planners of an installation, and the same after a restart; of two with one name the newer stops the
 *     older
 * @param threads that work on partitions
 */
@ConfigurationProperties("freshet.planner")
record PlannerProperties(
        @Bindable(defaultValue = "planner-0") String instance,
        @Bindable(defaultValue = "1") int threads) {
    PlannerProperties {
        if (!instance.matches("[A-Za-z0-9._-]{1,100}")) {
            throw new IllegalArgumentException(
                    "freshet.planner.instance '%s': use 1 to 100 letters, digits, '.', '_' and '-'"
                            .formatted(instance));
        }
        if (threads < 1 || threads > 64) {
            throw new IllegalArgumentException("freshet.planner.threads must be 1 to 64");
        }
    }
}
