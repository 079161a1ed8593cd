package io.freshet.audit.jdbc.write;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.freshet.audit.jdbc.read.StoredText;
import io.freshet.contracts.json.EventJson;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Values as PostgreSQL reads them in text form. */
public final class PostgresText {
    private PostgresText() {}

    /** Text that PostgreSQL can keep. */
    static @Nullable String of(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        if (value instanceof Instant instant) {
            // PostgreSQL has microseconds, and would round.
            return instant.truncatedTo(ChronoUnit.MICROS).toString();
        }
        return StoredText.of(value.toString());
    }

    /** Something of the contracts as JSON, in the form of events. */
    public static String json(Object value) {
        try {
            return EventJson.mapper().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("must be writable as JSON: " + value.getClass(), e);
        }
    }

    /** A list as JSON; nothing for an empty one, which saves its space in almost every row. */
    static @Nullable String jsonOrNull(Collection<?> values) {
        return values.isEmpty() ? null : json(values);
    }
}
