package io.freshet.contracts.upstream;

import io.freshet.contracts.text.ShortText;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One thing that is wrong with an event from outside.
 *
 * @param field the attribute, or {@code data.size} for a field of the data, in a batch {@code events[3].id}; empty: the event as a whole
 * @param problem what is wrong, at most {@value #MAX_TEXT} characters
 * @param remedy what would be right
 */
public record EventError(String field, String problem, String remedy) {
    /** The bound on the characters of a problem, which may quote what was sent. */
    public static final int MAX_TEXT = 300;

    public EventError {
        field = ShortText.of(field, MAX_TEXT);
        problem = ShortText.of(problem, MAX_TEXT);
    }

    /** The same of a part of something larger. */
    public EventError within(String part) {
        return new EventError(field.isEmpty() ? part : part + "." + field, problem, remedy);
    }

    /** In one sentence. */
    public String sentence() {
        return (field.isEmpty() ? "" : field + ": ") + problem + ": " + remedy;
    }

    /** All of them in one line. */
    public static String line(List<EventError> errors) {
        return errors.stream().map(EventError::sentence).collect(Collectors.joining("; "));
    }
}
