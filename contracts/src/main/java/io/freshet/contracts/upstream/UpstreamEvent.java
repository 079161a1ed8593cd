package io.freshet.contracts.upstream;

import io.freshet.contracts.id.DerivedId;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An event of an upstream system: CloudEvents 1.0, within {@link UpstreamLimits}. Topic {@code upstream-events}, key free; written by
 * upstream systems, and by the watcher for those that use HTTP. Two events with equal {@code source} and {@code id} are one. Immutable.
 *
 * @param source a URI reference
 * @param time when it happened, by the upstream's clock; null: it does not say
 * @param dataContentType a media type; null: JSON, or it does not say
 * @param extensions all further attributes, as text
 * @param data null: none
 */
public record UpstreamEvent(
        String id,
        String source,
        String type,
        @Nullable String subject,
        @Nullable Instant time,
        @Nullable String dataContentType,
        @Nullable String dataSchema,
        SortedMap<String, String> extensions,
        @Nullable EventData data) {
    static final String SPEC_VERSION = "1.0";

    /** The extension of an event that a replay says again, with the replay's id. */
    private static final String REPLAY = "freshetreplay";

    public UpstreamEvent {
        extensions = Collections.unmodifiableSortedMap(new TreeMap<>(extensions));
    }

    /**
     * An event in binary mode, by HTTP or Kafka.
     *
     * @param attributes all of them by their names in lower case, without prefix; {@code datacontenttype} is the content type
     * @param data null: none
     */
    public static Checked<UpstreamEvent> binary(Map<String, String> attributes, byte @Nullable [] data) {
        if (data != null && data.length > UpstreamLimits.MAX_DATA_BYTES) {
            return tooLarge(data.length);
        }
        return new AttributeCheck(attributes).event(data == null ? null : EventData.of(data));
    }

    /** An event in structured mode: one JSON object. */
    public static Checked<UpstreamEvent> structured(byte[] json) {
        return json.length > UpstreamLimits.MAX_EVENT_BYTES ? tooLarge(json.length) : StructuredMode.event(json);
    }

    /**
     * A batch in structured mode: one JSON array.
     *
     * @return all events, or all that is wrong with any of them; of an empty batch none
     */
    public static Checked<List<UpstreamEvent>> batch(byte[] json) {
        return StructuredMode.batch(json);
    }

    /**
     * The same event, as a replay says it again: whoever knows it only looks again at what it announces.
     *
     * @return empty if it has no room for the extension that says so
     */
    public Optional<UpstreamEvent> replayed(String replay) {
        if (extensions.size() >= UpstreamLimits.MAX_EXTENSIONS) {
            return Optional.empty();
        }
        Map<String, String> more = new TreeMap<>(attributes());
        more.put(REPLAY, replay);
        EventData bytes = data;
        return new AttributeCheck(more).event(bytes) instanceof Checked.Valid<UpstreamEvent>(UpstreamEvent valid)
                ? Optional.of(valid)
                : Optional.empty();
    }

    /** Whether a replay says it again. */
    public boolean isReplayed() {
        return extensions.containsKey(REPLAY);
    }

    /** In structured mode, with its data in base 64, which is read as exactly this event again. */
    public byte[] toStructured() {
        return StructuredMode.write(this);
    }

    /**
     * The same as an event of its own.
     *
     * @param number of it, from 1: another id for each
     */
    public UpstreamEvent again(int number) {
        String suffix = "#" + number;
        String begin = id.substring(0, Math.min(id.length(), UpstreamLimits.MAX_ID - suffix.length()));
        return new UpstreamEvent(
                begin + suffix, source, type, subject, time, dataContentType, dataSchema, extensions, data);
    }

    /** What identifies it: equal for equal source and id, on every machine. 24 hexadecimal digits. */
    public String key() {
        return DerivedId.of("upstream-event", source, id);
    }

    /** All attributes in their CloudEvents text, as binary mode has them, by name. */
    public SortedMap<String, String> attributes() {
        SortedMap<String, String> attributes = new TreeMap<>(extensions);
        attributes.put("specversion", SPEC_VERSION);
        attributes.put("id", id);
        attributes.put("source", source);
        attributes.put("type", type);
        put(attributes, "subject", subject);
        put(attributes, "time", time == null ? null : time.toString());
        put(attributes, "datacontenttype", dataContentType);
        put(attributes, "dataschema", dataSchema);
        return attributes;
    }

    /** Whether the data may be JSON, by what the event says of it. */
    public boolean mayBeJson() {
        return isJson(dataContentType);
    }

    static boolean isJson(@Nullable String contentType) {
        if (contentType == null) {
            return true;
        }
        int end = contentType.indexOf(';');
        String plain =
                (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
        return plain.endsWith("/json") || plain.endsWith("+json");
    }

    static <T> Checked<T> tooLarge(int bytes) {
        return Checked.invalid(
                "data",
                "the event has %,d bytes".formatted(bytes),
                "send at most %,d bytes of data, and a reference to what is larger"
                        .formatted(UpstreamLimits.MAX_DATA_BYTES));
    }

    private static void put(Map<String, String> attributes, String name, @Nullable String value) {
        if (value != null) {
            attributes.put(name, value);
        }
    }
}
