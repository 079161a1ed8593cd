package io.freshet.scheduler.jdbc;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The limit that somebody has set for a run. */
@MappedEntity("run_limits")
record RunLimitRow(
        @Id String namespace,
        @Id String run,
        @Nullable Integer maxActive,
        boolean paused,
        String changedBy,
        Instant changedAt) {}
