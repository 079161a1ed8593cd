package io.freshet.scheduler.jdbc;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/** A bundle's zip, whose pieces are kept apart. The same bundle in several versions is kept once. */
@MappedEntity("bundles")
record BundleRow(@Id String fingerprint, long bytes) {}
