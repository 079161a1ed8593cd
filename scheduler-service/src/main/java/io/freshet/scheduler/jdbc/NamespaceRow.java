package io.freshet.scheduler.jdbc;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/** A namespace. Its row is the lock under which the workflows of the namespace change. */
@MappedEntity("namespaces")
record NamespaceRow(@Id String name, String createdBy, Instant createdAt) {}
