package io.freshet.audit.jdbc.read;

import io.micronaut.core.annotation.Introspected;
import org.jspecify.annotations.Nullable;

/**
 * What of a workflow has not come to rest, at one moment.
 *
 * @param unsettled how many instances
 * @param openRuns how many runs
 * @param version the deployed version; null if there is none
 */
@Introspected
public record Unrest(
        long unsettled, long openRuns, @Nullable Integer version) {
    /** Whether it has come to rest. */
    public boolean isNone() {
        return unsettled == 0 && openRuns == 0;
    }
}
