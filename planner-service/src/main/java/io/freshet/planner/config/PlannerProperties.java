package io.freshet.planner.config;

import io.freshet.planner.store.LocalStores;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.InstantSource;

/**
 * The planner's own settings.
 *
 * @param instance unique among the planners of an installation, and the same after a restart; of two with one name the newer stops the
 *     older
 * @param threads that work on partitions
 * @param mapStoreFiles whether the files of its stores are mapped into its memory, so that the system keeps them in the page cache
 */
@ConfigurationProperties("freshet.planner")
record PlannerProperties(
        @Bindable(defaultValue = "planner-0") String instance,
        @Bindable(defaultValue = "1") int threads,
        @Bindable(defaultValue = "false") boolean mapStoreFiles) {
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

    LocalStores stores(InstantSource clock) {
        return mapStoreFiles ? LocalStores.withMappedFiles(clock) : new LocalStores(clock);
    }
}
