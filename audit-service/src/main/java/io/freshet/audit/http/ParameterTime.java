package io.freshet.audit.http;

import java.time.Instant;
import java.time.format.DateTimeParseException;

/** Times as parameters have them: those that the database knows, too. */
final class ParameterTime {
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    private ParameterTime() {}

    /**
     * @throws IllegalArgumentException if it is none, or not of the years 1 to 9999
     */
    static Instant parse(String text) {
        try {
            Instant time = Instant.parse(text);
            if (!time.isBefore(FIRST) && !time.isAfter(LAST)) {
                return time;
            }
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("'%s' is no time such as 2026-01-05T06:00:00Z".formatted(text), e);
        }
        throw new IllegalArgumentException("'%s' is not of the years 1 to 9999".formatted(text));
    }
}
