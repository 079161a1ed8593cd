package io.freshet.scheduler.jdbc;

import io.micronaut.core.annotation.Introspected;
import java.time.Instant;

/**
 * A namespace in a list.
 *
 * @param workflows how many are deployed
 */
@Introspected
record NamespaceSummary(String name, String createdBy, Instant createdAt, int workflows) {}
