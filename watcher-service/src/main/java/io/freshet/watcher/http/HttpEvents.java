package io.freshet.watcher.http;

import io.freshet.contracts.api.Problem;
import io.freshet.contracts.api.ProblemException;
import io.freshet.contracts.error.ProblemCode;
import io.freshet.contracts.upstream.Checked;
import io.freshet.contracts.upstream.EventError;
import io.freshet.contracts.upstream.ExtractEvent;
import io.freshet.contracts.upstream.UpstreamEvent;
import io.freshet.contracts.upstream.UpstreamLimits;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the events of one request, in whichever of the three modes of the HTTP binding of CloudEvents they come. */
final class HttpEvents {
    private static final String PREFIX = "ce-";
    private static final String STRUCTURED = "application/cloudevents";
    private static final String BATCH = "application/cloudevents-batch";

    private HttpEvents() {}

    /**
     * The events, in their order.
     *
     * @param headers by name; of several of one name the last
     * @throws ProblemException with everything that is wrong
     */
    static List<UpstreamEvent> read(Map<String, String> headers, byte[] body) {
        Map<String, String> byName = new HashMap<>();
        headers.forEach((name, value) -> byName.put(name.toLowerCase(Locale.ROOT), value));
        String contentType = byName.getOrDefault("content-type", "");
        String media = media(contentType);
        if (media.equals(BATCH + "+json")) {
            return checked(taken(UpstreamEvent.batch(body)), "events[%d]");
        }
        if (media.equals(STRUCTURED + "+json") || media.equals(STRUCTURED)) {
            requireAtMost(body, UpstreamLimits.MAX_EVENT_BYTES);
            return checked(one(UpstreamEvent.structured(body)), "");
        }
        if (media.startsWith(STRUCTURED) || byName.keySet().stream().noneMatch(name -> name.startsWith(PREFIX))) {
            throw unsupported(contentType);
        }
        requireAtMost(body, UpstreamLimits.MAX_DATA_BYTES);
        return checked(one(UpstreamEvent.binary(attributes(byName), body.length == 0 ? null : body)), "");
    }

    /** What announces an extract must say of which: nobody would look for the dead letter of a request that was accepted. */
    private static List<UpstreamEvent> checked(List<UpstreamEvent> events, String place) {
        List<EventError> errors = new ArrayList<>();
        for (int i = 0; i < events.size() && errors.size() < UpstreamLimits.MAX_ERRORS; i++) {
            String part = place.formatted(i);
            if (ExtractEvent.of(events.get(i)).orElse(null)
                    instanceof Checked.Invalid<ExtractEvent>(List<EventError> wrong)) {
                wrong.forEach(error -> errors.add(part.isEmpty() ? error : error.within(part)));
            }
        }
        if (!errors.isEmpty()) {
            throw refused(errors);
        }
        return events;
    }

    private static Map<String, String> attributes(Map<String, String> headers) {
        Map<String, String> attributes = new HashMap<>();
        headers.forEach((name, value) -> {
            if (name.equals("content-type")) {
                attributes.put("datacontenttype", value);
            } else if (name.startsWith(PREFIX) && !name.equals(PREFIX + "datacontenttype")) {
                attributes.put(name.substring(PREFIX.length()), decoded(name.substring(PREFIX.length()), value));
            }
        });
        return attributes;
    }

    /** As the binding has it: percent-encoded UTF-8. */
    private static String decoded(String attribute, String value) {
        try {
            return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw refused(List.of(new EventError(
                    attribute,
                    "the header has a wrong escape",
                    "write a % of its own as %25, and what is not ASCII as %C3%A4")));
        }
    }

    private static String media(String contentType) {
        int end = contentType.indexOf(';');
        return (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    private static void requireAtMost(byte[] body, int most) {
        if (body.length > most) {
            throw tooLarge(
                    "The event has more than %,d bytes: send less, and a reference to what is larger.".formatted(most));
        }
    }

    static ProblemException tooLarge(String detail) {
        return new ProblemException(Problem.of(ProblemCode.REQUEST_TOO_LARGE, detail));
    }

    private static ProblemException unsupported(@Nullable String contentType) {
        return new ProblemException(Problem.of(
                ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                ("Content-Type '%.100s' is none of events: send application/cloudevents+json or application/cloudevents-batch+json, or the"
                                + " attributes as headers ce-specversion, ce-id, ce-source and ce-type with the data as the body.")
                        .formatted(contentType)));
    }

    private static List<UpstreamEvent> one(Checked<UpstreamEvent> event) {
        return switch (event) {
            case Checked.Valid<UpstreamEvent>(UpstreamEvent value) -> List.of(value);
            case Checked.Invalid<UpstreamEvent>(List<EventError> errors) -> throw refused(errors);
        };
    }

    private static List<UpstreamEvent> taken(Checked<List<UpstreamEvent>> events) {
        return switch (events) {
            case Checked.Valid<List<UpstreamEvent>>(List<UpstreamEvent> value) -> value;
            case Checked.Invalid<List<UpstreamEvent>>(List<EventError> errors) -> throw refused(errors);
        };
    }

    static ProblemException refused(List<EventError> errors) {
        List<Problem.Detail> details = errors.stream()
                .map(error -> new Problem.Detail(
                        error.field().isEmpty() ? error.problem() : error.field() + ": " + error.problem(),
                        null,
                        null,
                        null,
                        null,
                        error.remedy()))
                .toList();
        return new ProblemException(Problem.of(
                ProblemCode.INVALID_EVENT,
                errors.getFirst().sentence() + ". Nothing of the request was taken.",
                details));
    }
}
