package io.freshet.contracts.json;

import com.ethlo.time.ITU;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import com.fasterxml.jackson.datatype.jsr310.deser.InstantDeserializer;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;

/**
 * Writes and reads points in time as RFC 3339 has them, in the same words as {@link Instant#toString}, with a parser made for nothing else:
 * the JDK's takes a twentieth of what the planner does.
 */
final class InstantModule extends SimpleModule {
    private static final long serialVersionUID = 1L;

    InstantModule() {
        addSerializer(Instant.class, new Written());
        addDeserializer(Instant.class, new Read());
    }

    private static final class Written extends StdScalarSerializer<Instant> {
        private static final long serialVersionUID = 1L;
        private static final long FIRST = Instant.parse("0000-01-01T00:00:00Z").getEpochSecond();
        private static final long LAST = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

        Written() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant value, JsonGenerator json, SerializerProvider provider) throws IOException {
            boolean isCommon = value.getEpochSecond() >= FIRST && value.getEpochSecond() <= LAST;
            json.writeString(
                    isCommon
                            ? ITU.formatUtc(value.atOffset(ZoneOffset.UTC), digits(value.getNano()))
                            : value.toString());
        }

        private static int digits(int nanos) {
            if (nanos == 0) {
                return 0;
            }
            if (nanos % 1_000_000 == 0) {
                return 3;
            }
            return nanos % 1_000 == 0 ? 6 : 9;
        }
    }

    private static final class Read extends StdScalarDeserializer<Instant> {
        private static final long serialVersionUID = 1L;

        Read() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser json, DeserializationContext context) throws IOException {
            if (!json.hasToken(JsonToken.VALUE_STRING)) {
                return InstantDeserializer.INSTANT.deserialize(json, context);
            }
            String text = json.getText();
            try {
                return isCommon(text) ? ITU.parseDateTime(text).toInstant() : Instant.parse(text);
            } catch (DateTimeException e) {
                return (Instant) context.handleWeirdStringValue(
                        Instant.class, text, "write a point in time as 2026-01-31T06:00:00Z: %s", e.getMessage());
            }
        }

        /** Years of more or less than four digits have a sign. */
        private static boolean isCommon(String text) {
            return !text.startsWith("+") && !text.startsWith("-");
        }
    }
}
