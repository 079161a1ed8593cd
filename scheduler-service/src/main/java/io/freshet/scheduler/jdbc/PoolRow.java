package io.freshet.scheduler.jdbc;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/** A pool that somebody defined. */
@MappedEntity("pools")
record PoolRow(@Id String namespace, @Id String name, int slots, String changedBy, Instant changedAt) {}
