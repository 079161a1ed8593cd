package io.freshet.scheduler.jdbc;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/** A request by its Idempotency-Key; when it was made is the database's to say. */
@MappedEntity("requests")
record RequestRow(
        @Id String namespace, @Id String requestId, String workflow, String content, String run, String requestedBy) {}
