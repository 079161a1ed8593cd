package io.freshet.audit.jdbc.read;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/** That a run is known: a row of its table. */
@MappedEntity("runs")
record KnownRun(@Id String run) {}
