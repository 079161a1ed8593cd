package io.freshet.launcher.journal;

import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.contracts.json.EventJson;
import io.freshet.launcher.domain.StopCause;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * An entry in its written form: one line with its kind, its attempt and, for a stop, the cause; then JSON, if there is more to say. So a
 * journal is folded without parsing any JSON.
 */
final class Payload {
    private static final byte[] NOTHING = {};

    private Payload() {}

    /** What the first line says. */
    sealed interface Heading {
        String attempt();

        record Launched(String attempt) implements Heading {}

        record Stopped(String attempt, StopCause cause) implements Heading {}

        record Finished(String attempt) implements Heading {}

        record Reported(String attempt) implements Heading {}

        record Closed(String attempt) implements Heading {}

        record HandedOver(String attempt) implements Heading {}
    }

    static byte[] of(JournalEntry entry) throws IOException {
        String attempt = entry.attempt();
        return switch (entry) {
            case JournalEntry.Launched(LaunchAttempt launch) ->
                text("launched " + attempt, EventJson.mapper().writeValueAsBytes(launch));
            case JournalEntry.Stopped(String _, StopCause cause) ->
                text("stopped " + attempt + " " + cause.name(), NOTHING);
            case JournalEntry.Finished(AttemptFinished finish) ->
                text("finished " + attempt, EventJson.mapper().writeValueAsBytes(finish));
            case JournalEntry.Reported _ -> text("reported " + attempt, NOTHING);
            case JournalEntry.Closed _ -> text("closed " + attempt, NOTHING);
            case JournalEntry.HandedOver _ -> text("handed-over " + attempt, NOTHING);
        };
    }

    private static byte[] text(String heading, byte[] json) {
        ByteArrayOutputStream payload = new ByteArrayOutputStream(heading.length() + 1 + json.length);
        payload.writeBytes(heading.getBytes(StandardCharsets.UTF_8));
        payload.write('\n');
        payload.writeBytes(json);
        return payload.toByteArray();
    }

    /** The first line; empty if it has a form that is not known here, as one of a later release. */
    static Optional<Heading> heading(byte[] payload) {
        String[] words = new String(payload, 0, headingLength(payload), StandardCharsets.UTF_8).split(" ", -1);
        if (words.length == 3 && words[0].equals("stopped")) {
            return Arrays.stream(StopCause.values())
                    .filter(cause -> cause.name().equals(words[2]))
                    .findFirst()
                    .map(cause -> new Heading.Stopped(words[1], cause));
        }
        if (words.length != 2) {
            return Optional.empty();
        }
        return switch (words[0]) {
            case "launched" -> Optional.of(new Heading.Launched(words[1]));
            case "finished" -> Optional.of(new Heading.Finished(words[1]));
            case "reported" -> Optional.of(new Heading.Reported(words[1]));
            case "closed" -> Optional.of(new Heading.Closed(words[1]));
            case "handed-over" -> Optional.of(new Heading.HandedOver(words[1]));
            default -> Optional.empty();
        };
    }

    /**
     * @throws IOException if it has another form, as of another release
     */
    static LaunchAttempt launch(byte[] payload) throws IOException {
        return json(payload, LaunchAttempt.class);
    }

    /**
     * @throws IOException if it has another form, as of another release
     */
    static AttemptFinished finish(byte[] payload) throws IOException {
        return json(payload, AttemptFinished.class);
    }

    private static <T> T json(byte[] payload, Class<T> type) throws IOException {
        int begin = Math.min(payload.length, headingLength(payload) + 1);
        return EventJson.mapper().readValue(payload, begin, payload.length - begin, type);
    }

    private static int headingLength(byte[] payload) {
        int end = 0;
        while (end < payload.length && payload[end] != '\n') {
            end++;
        }
        return end;
    }
}
