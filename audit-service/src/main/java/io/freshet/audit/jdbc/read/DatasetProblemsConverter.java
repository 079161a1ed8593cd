package io.freshet.audit.jdbc.read;

import io.freshet.contracts.event.DatasetProblems;
import io.freshet.servicekit.jdbc.JsonConverter;
import jakarta.inject.Singleton;

/** Reports are kept as the events that they came in. */
@Singleton
final class DatasetProblemsConverter extends JsonConverter<DatasetProblems> {
    DatasetProblemsConverter() {
        super(DatasetProblems.class);
    }
}
