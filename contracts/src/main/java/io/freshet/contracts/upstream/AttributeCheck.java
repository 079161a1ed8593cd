package io.freshet.contracts.upstream;

import com.ethlo.time.ITU;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes an event of its attributes, or reports all that is wrong with them. Used once. */
final class AttributeCheck {
    private static final Set<String> OWN =
            Set.of("specversion", "id", "source", "type", "subject", "time", "datacontenttype", "dataschema");
    private static final Pattern NAME = Pattern.compile("[a-z0-9]{1," + UpstreamLimits.MAX_EXTENSION_NAME + "}");

    private final Map<String, String> given;
    private final List<EventError> errors = new ArrayList<>();

    AttributeCheck(Map<String, String> given) {
        this.given = given;
    }

    Checked<UpstreamEvent> event(@Nullable EventData data) {
        String version = given.get("specversion");
        if (!UpstreamEvent.SPEC_VERSION.equals(version)) {
            error(
                    "specversion",
                    version == null ? "it is missing" : "'%.20s' is not supported".formatted(version),
                    "send CloudEvents 1.0, so specversion 1.0");
        }
        UpstreamEvent event = new UpstreamEvent(
                required("id", UpstreamLimits.MAX_ID),
                source(),
                required("type", UpstreamLimits.MAX_TYPE),
                optional("subject", UpstreamLimits.MAX_REFERENCE),
                time(),
                optional("datacontenttype", UpstreamLimits.MAX_TYPE),
                schema(),
                extensions(),
                data);
        checkBytes();
        return Checked.of(event, errors);
    }

    private String source() {
        String source = required("source", UpstreamLimits.MAX_REFERENCE);
        if (uri(source) == null) {
            error("source", "'%s' is no URI reference".formatted(source), "send one such as urn:hospital:lab");
        }
        return source;
    }

    private @Nullable String schema() {
        String schema = optional("dataschema", UpstreamLimits.MAX_REFERENCE);
        URI uri = schema == null ? null : uri(schema);
        if (schema != null && (uri == null || !uri.isAbsolute())) {
            error("dataschema", "'%s' is no absolute URI".formatted(schema), "send one, or leave it out");
        }
        return schema;
    }

    private @Nullable Instant time() {
        String time = optional("time", UpstreamLimits.MAX_TYPE);
        if (time == null) {
            return null;
        }
        try {
            return ITU.parseDateTime(time).toInstant();
        } catch (DateTimeException e) {
            error(
                    "time",
                    "'%s' is no time as RFC 3339 has it".formatted(time),
                    "send one such as 2026-01-31T06:00:00Z");
            return null;
        }
    }

    private SortedMap<String, String> extensions() {
        SortedMap<String, String> extensions = new TreeMap<>();
        for (String name : given.keySet()) {
            if (OWN.contains(name)) {
                continue;
            }
            if (name.equals("data") || !NAME.matcher(name).matches()) {
                error(
                        name,
                        "it cannot be the name of an attribute",
                        "use 1 to %d characters of a-z and 0-9".formatted(UpstreamLimits.MAX_EXTENSION_NAME));
            } else {
                String value = optional(name, UpstreamLimits.MAX_EXTENSION);
                extensions.put(name, value == null ? "" : value);
            }
        }
        if (extensions.size() > UpstreamLimits.MAX_EXTENSIONS) {
            error(
                    "",
                    "it has %d extension attributes".formatted(extensions.size()),
                    "send at most %d, and the rest in the data".formatted(UpstreamLimits.MAX_EXTENSIONS));
        }
        return extensions;
    }

    private String required(String name, int most) {
        String text = given.get(name);
        if (text == null || text.isEmpty()) {
            error(name, text == null ? "it is missing" : "it is empty", "send 1 to %,d characters".formatted(most));
            return "";
        }
        check(name, text, most);
        return text;
    }

    private @Nullable String optional(String name, int most) {
        String text = given.get(name);
        if (text != null) {
            check(name, text, most);
        }
        return text;
    }

    private void check(String name, String text, int most) {
        if (text.length() > most) {
            error(
                    name,
                    "it has %,d characters".formatted(text.length()),
                    "send at most %,d characters".formatted(most));
        } else if (text.codePoints().anyMatch(AttributeCheck::isForbidden)) {
            error(
                    name,
                    "it has a control character, half a surrogate pair, or what Unicode calls no character",
                    "leave it out");
        }
    }

    /** What the type String of CloudEvents excludes. */
    private static boolean isForbidden(int point) {
        return Character.isISOControl(point)
                || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE)
                || (point >= 0xFDD0 && point <= 0xFDEF)
                || (point & 0xFFFE) == 0xFFFE;
    }

    private void checkBytes() {
        long bytes = 0;
        for (Map.Entry<String, String> attribute : given.entrySet()) {
            bytes += attribute.getKey().length() + (long) attribute.getValue().getBytes(StandardCharsets.UTF_8).length;
        }
        if (bytes > UpstreamLimits.MAX_ATTRIBUTE_BYTES) {
            error(
                    "",
                    "its attributes have %,d bytes".formatted(bytes),
                    "send at most %,d bytes, and the rest in the data".formatted(UpstreamLimits.MAX_ATTRIBUTE_BYTES));
        }
    }

    private static @Nullable URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private void error(String field, String problem, String remedy) {
        if (errors.size() < UpstreamLimits.MAX_ERRORS) {
            errors.add(new EventError(field, problem, remedy));
        }
    }
}
