package io.freshet.scheduler.jdbc;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/** A piece of a bundle's zip. */
@MappedEntity("bundle_pieces")
@SuppressWarnings("ArrayRecordComponent") // written to a stream and forgotten; nobody compares pieces
record BundlePiece(@Id String fingerprint, @Id int position, byte[] content) {}
