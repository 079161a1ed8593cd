package io.freshet.contracts.upstream;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON format of CloudEvents: reads one event or a batch, and writes an event. For one document. */
final class StructuredMode {
    /** The eight attributes that CloudEvents defines, the data, and one extension too many. */
    private static final int MAX_MEMBERS = UpstreamLimits.MAX_EXTENSIONS + 12;

    private final JsonParser parser;

    private StructuredMode(JsonParser parser) {
        this.parser = parser;
    }

    static byte[] write(UpstreamEvent event) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = UpstreamJson.generator(bytes)) {
            json.writeStartObject();
            for (Map.Entry<String, String> attribute : event.attributes().entrySet()) {
                json.writeStringField(attribute.getKey(), attribute.getValue());
            }
            EventData data = event.data();
            if (data != null) {
                json.writeStringField("data_base64", Base64.getEncoder().encodeToString(data.bytes()));
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes whatever is written", e);
        }
        return bytes.toByteArray();
    }

    static Checked<UpstreamEvent> event(byte[] json) {
        try (JsonParser parser = UpstreamJson.parser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Checked.invalid("", "it is no JSON object", "send one event as one JSON object");
            }
            Checked<UpstreamEvent> event = new StructuredMode(parser).object();
            if (event instanceof Checked.Valid && parser.nextToken() != null) {
                return Checked.invalid("", "something follows the event", "send several events as a batch");
            }
            return event;
        } catch (IOException e) {
            return Checked.invalid("", UpstreamJson.reason(e), "send one JSON object in UTF-8");
        }
    }

    static Checked<List<UpstreamEvent>> batch(byte[] json) {
        List<UpstreamEvent> events = new ArrayList<>();
        List<EventError> errors = new ArrayList<>();
        try (JsonParser parser = UpstreamJson.parser(json)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                return Checked.invalid("", "it is no JSON array", "send a batch as an array of events");
            }
            StructuredMode mode = new StructuredMode(parser);
            for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
                if (i >= UpstreamLimits.MAX_BATCH) {
                    return Checked.invalid(
                            "",
                            "it has more than %,d events".formatted(UpstreamLimits.MAX_BATCH),
                            "send smaller batches");
                }
                String place = "events[%d]".formatted(i);
                switch (mode.element()) {
                    case Checked.Valid<UpstreamEvent>(UpstreamEvent event) -> events.add(event);
                    case Checked.Invalid<UpstreamEvent>(List<EventError> wrong) ->
                        wrong.stream()
                                .limit(UpstreamLimits.MAX_ERRORS - errors.size())
                                .forEach(error -> errors.add(error.within(place)));
                }
            }
        } catch (IOException e) {
            return Checked.invalid("", UpstreamJson.reason(e), "send one JSON array in UTF-8");
        }
        return Checked.of(List.copyOf(events), errors);
    }

    private Checked<UpstreamEvent> element() throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return Checked.invalid("", "it is no JSON object", "send each event as a JSON object");
        }
        long begin = parser.currentTokenLocation().getByteOffset();
        Checked<UpstreamEvent> event = object();
        long bytes = parser.currentLocation().getByteOffset() - begin;
        return bytes > UpstreamLimits.MAX_EVENT_BYTES ? UpstreamEvent.tooLarge((int) bytes) : event;
    }

    private Checked<UpstreamEvent> object() throws IOException {
        Map<String, String> attributes = new HashMap<>();
        List<EventError> errors = new ArrayList<>();
        @Nullable Member data = null;
        int members = 0;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            if (members++ >= MAX_MEMBERS || token == JsonToken.VALUE_NULL) {
                parser.skipChildren(); // a null is as if it were not there, says the specification
            } else if (name.equals("data") || name.equals("data_base64")) {
                if (data != null) {
                    errors.add(new EventError("data", "it is there twice", "send either data or data_base64"));
                }
                data = member(name.equals("data"), token, errors);
            } else {
                attribute(name, token, attributes, errors);
            }
        }
        if (members > MAX_MEMBERS) {
            errors.add(
                    new EventError("", "it has %d members".formatted(members), "send less, and the rest in the data"));
        }
        Checked<UpstreamEvent> event =
                new AttributeCheck(attributes).event(data == null ? null : data.as(attributes.get("datacontenttype")));
        if (data != null && data.json.size() > UpstreamLimits.MAX_DATA_BYTES) {
            return UpstreamEvent.tooLarge(data.json.size());
        }
        return errors.isEmpty() ? event : joined(errors, event);
    }

    private void attribute(String name, JsonToken token, Map<String, String> attributes, List<EventError> errors)
            throws IOException {
        if (token == JsonToken.VALUE_STRING || token == JsonToken.VALUE_NUMBER_INT || token.isBoolean()) {
            attributes.put(name, parser.getText());
        } else {
            errors.add(new EventError(
                    name, "its value is of a type that no attribute has", "send a text, a whole number or a boolean"));
            attributes.put(name, "?");
            parser.skipChildren();
        }
    }

    /** The data as JSON, and as text if it is one, since only the content type says which is meant. */
    private record Member(EventData json, @Nullable String text) {
        EventData as(@Nullable String contentType) {
            return text != null && !UpstreamEvent.isJson(contentType) ? EventData.of(text) : json;
        }
    }

    private @Nullable Member member(boolean plain, JsonToken token, List<EventError> errors) throws IOException {
        @Nullable String text = token == JsonToken.VALUE_STRING ? parser.getText() : null;
        if (plain) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (JsonGenerator copy = UpstreamJson.generator(bytes)) {
                copy.copyCurrentStructureExact(parser);
            }
            return new Member(EventData.of(bytes.toByteArray()), text);
        }
        try {
            if (text != null) {
                return new Member(EventData.of(Base64.getDecoder().decode(text)), null);
            }
        } catch (IllegalArgumentException e) {
            // Reported below, as what is no text.
        }
        parser.skipChildren();
        errors.add(new EventError("data_base64", "it is no text in base 64", "encode the data as RFC 4648 has it"));
        return null;
    }

    private static Checked<UpstreamEvent> joined(List<EventError> errors, Checked<UpstreamEvent> event) {
        List<EventError> all = new ArrayList<>(errors);
        if (event instanceof Checked.Invalid<UpstreamEvent>(List<EventError> more)) {
            all.addAll(more);
        }
        return new Checked.Invalid<>(
                all.stream().limit(UpstreamLimits.MAX_ERRORS).toList());
    }
}
