package io.freshet.contracts.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * How many attempts of a workflow may run at once of those that have something in common.
 *
 * @param task the task whose attempts count; null: those of all tasks
 * @param key what their partitions have in common, such as the name of a source; null: nothing
 * @param max 1 or more
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ConcurrencyLimit(
        @Nullable String task, @Nullable String key, int max) {}
