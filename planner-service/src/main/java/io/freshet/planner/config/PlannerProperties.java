package io.freshet.planner.config;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import org.jspecify.annotations.Nullable;

/**
 * The planner's own settings.
 *
 * @param instance unique among the planners of an installation, and the same after a restart, which then takes half a second; null:
 *     partitions are dealt anew, which takes a few seconds
 * @param threads that work on partitions
 */
@ConfigurationProperties("freshet.planner")
record PlannerProperties(
        @Nullable String instance,
        @Bindable(defaultValue = "1") int threads) {
    PlannerProperties {
        if (instance != null && !instance.matches("[A-Za-z0-9._-]{1,100}")) {
            throw new IllegalArgumentException(
                    "freshet.planner.instance '%s': use 1 to 100 letters, digits, '.', '_' and '-'"
                            .formatted(instance));
        }
        if (threads < 1 || threads > 64) {
            throw new IllegalArgumentException("freshet.planner.threads must be 1 to 64");
        }
    }
}
