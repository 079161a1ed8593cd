package io.freshet.contracts.envelope;

import io.freshet.contracts.upstream.Checked;
import io.freshet.contracts.upstream.EventError;
import io.freshet.contracts.upstream.UpstreamEvent;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** Reads events of upstream systems, in binary content mode and in structured mode. Thread-safe. */
public final class UpstreamEventDeserializer implements Deserializer<UpstreamEvent> {
    private static final String PREFIX = "ce_";
    private static final String CONTENT_TYPE = "content-type";
    private static final String STRUCTURED = "application/cloudevents";
    private static final String BATCH = "application/cloudevents-batch";

    /**
     * What a record says, or all that is wrong with it.
     *
     * @param value null: an event without data, in binary mode
     */
    public static Checked<UpstreamEvent> read(Headers headers, byte @Nullable [] value) {
        Map<String, String> attributes = new HashMap<>();
        for (Header header : headers) {
            String name = name(header.key());
            byte[] bytes = header.value();
            if (name.isEmpty() || bytes == null) {
                continue;
            }
            String text = text(bytes);
            if (text == null) {
                return Checked.invalid(
                        name, "the header '%.100s' is not in UTF-8".formatted(header.key()), "encode it so");
            }
            attributes.put(name, text); // the last counts, where there are several
        }
        String contentType = attributes.getOrDefault("datacontenttype", "").toLowerCase(Locale.ROOT);
        if (contentType.startsWith(BATCH)) {
            return Checked.invalid("", "there are no batches in Kafka", "write each event as a record");
        }
        if (contentType.startsWith(STRUCTURED)) {
            return UpstreamEvent.structured(value == null ? new byte[0] : value);
        }
        if (attributes.keySet().stream().allMatch("datacontenttype"::equals)) {
            return Checked.invalid(
                    "",
                    "the record is no CloudEvent: it has no header with an attribute",
                    "write ce_specversion, ce_id, ce_source and ce_type as headers (binary mode), or the whole event as the value"
                            + " with the header content-type: application/cloudevents+json (structured mode)");
        }
        return UpstreamEvent.binary(attributes, value);
    }

    @Override
    public UpstreamEvent deserialize(String topic, byte @Nullable [] data) {
        throw new UnreadableEventException("the record has no headers, so no CloudEvents type");
    }

    /**
     * As {@link #read}, for where an exception is wanted.
     *
     * @throws UnreadableEventException with all that is wrong
     */
    @Override
    public UpstreamEvent deserialize(String topic, Headers headers, byte @Nullable [] data) {
        return switch (read(headers, data)) {
            case Checked.Valid<UpstreamEvent>(UpstreamEvent event) -> event;
            case Checked.Invalid<UpstreamEvent>(List<EventError> errors) ->
                throw new UnreadableEventException(EventError.line(errors));
        };
    }

    /** The attribute that a header has; empty if none. */
    private static String name(String key) {
        if (key.equalsIgnoreCase(CONTENT_TYPE)) {
            return "datacontenttype";
        }
        String name = key.startsWith(PREFIX) ? key.substring(PREFIX.length()) : "";
        return name.equals("datacontenttype") ? "" : name;
    }

    private static @Nullable String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
