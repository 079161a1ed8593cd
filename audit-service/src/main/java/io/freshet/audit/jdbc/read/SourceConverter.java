package io.freshet.audit.jdbc.read;

import io.freshet.contracts.event.SourceRecord;
import io.freshet.servicekit.jdbc.JsonConverter;
import jakarta.inject.Singleton;

/** Where a record was, as events of faulted workflows say. */
@Singleton
final class SourceConverter extends JsonConverter<SourceRecord> {
    SourceConverter() {
        super(SourceRecord.class);
    }
}
