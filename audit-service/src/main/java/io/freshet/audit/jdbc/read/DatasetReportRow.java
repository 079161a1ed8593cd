package io.freshet.audit.jdbc.read;

import io.freshet.contracts.event.DatasetProblems;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.model.DataType;

/** A row of {@code dataset_problems}: what was last reported of a dataset. */
@MappedEntity("dataset_problems")
record DatasetReportRow(
        @Id String namespace,
        @Id String dataset,

        @TypeDef(type = DataType.STRING, converter = DatasetProblemsConverter.class)
        DatasetProblems report) {}
