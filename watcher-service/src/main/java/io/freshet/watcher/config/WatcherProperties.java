package io.freshet.watcher.config;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * The watcher's own settings.
 *
 * @param instance unique among the watchers of an installation, and the same after a restart
 * @param reconcileInterval from the end of one full scan of a dataset to the beginning of the next
 * @param notifications whether the kernel is asked to say what changes; without, events and full scans alone find it
 * @param eventMemory for how long an event of an upstream system that comes again is known, since it was written
 */
@ConfigurationProperties("freshet.watcher")
record WatcherProperties(
        @Bindable(defaultValue = "watcher-0") String instance,
        @Bindable(defaultValue = "60s") Duration reconcileInterval,
        @Bindable(defaultValue = "true") boolean notifications,
        @Bindable(defaultValue = "30d") Duration eventMemory) {
    private static final Duration SHORTEST_MEMORY = Duration.ofDays(1);

    WatcherProperties {
        if (!instance.matches("[A-Za-z0-9._-]{1,100}")) {
            throw new IllegalArgumentException(
                    "freshet.watcher.instance '%s': use 1 to 100 letters, digits, '.', '_' and '-'"
                            .formatted(instance));
        }
        if (!reconcileInterval.isPositive()) {
            throw new IllegalArgumentException("freshet.watcher.reconcile-interval must be more than nothing");
        }
        if (eventMemory.compareTo(SHORTEST_MEMORY) < 0) {
            throw new IllegalArgumentException("freshet.watcher.event-memory must be at least 1d");
        }
    }
}
