package io.freshet.scheduler.jdbc;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import org.jspecify.annotations.Nullable;

/**
 * A workflow that was ever deployed.
 *
 * @param currentVersion null: it is removed
 */
@MappedEntity("workflows")
record WorkflowRow(
        @Id String namespace,
        @Id String name,
        int lastVersion,
        @Nullable Integer currentVersion) {}
