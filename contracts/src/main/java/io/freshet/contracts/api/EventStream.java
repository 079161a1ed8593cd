package io.freshet.contracts.api;

import io.freshet.contracts.json.EventJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Events as they come, read from <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">server-sent events</a>. For one
 * thread at a time.
 */
public final class EventStream implements AutoCloseable {
    /** An event is at most 1 MiB on its topic; escaping may make it longer. */
    private static final int LONGEST_LINE = 8 << 20;

    private final Reader lines;
    private @Nullable String lastId;

    EventStream(InputStream body) {
        this.lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    }

    /** Where to go on after this; null before anything was read. */
    public @Nullable String lastId() {
        return lastId;
    }

    /**
     * The next event, waiting for it; empty when the service ends the answer, and then one asks again with {@link #lastId}.
     *
     * @throws IOException if the connection is lost, or nothing was heard for too long; {@link #lastId} is right also then
     */
    public Optional<FollowedEvent> next() throws IOException {
        String id = lastId;
        String type = null;
        StringBuilder data = new StringBuilder();
        for (String line = line(); line != null; line = line()) {
            if (line.isEmpty()) {
                lastId = id;
                if (id != null && type != null && !data.isEmpty()) {
                    return Optional.of(
                            new FollowedEvent(id, type, EventJson.mapper().readTree(data.toString())));
                }
                type = null;
                data.setLength(0);
                continue;
            }
            int colon = line.indexOf(':');
            String value = colon < 0 ? "" : line.substring(colon + 1).stripLeading();
            switch (colon < 0 ? line : line.substring(0, colon)) {
                case "id" -> id = value;
                case "event" -> type = value;
                case "data" -> data.append(value);
                default -> {}
            }
        }
        return Optional.empty();
    }

    /** Null at the end; what stands there without an end of line was cut off. */
    private @Nullable String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int character = lines.read(); character >= 0; character = lines.read()) {
            if (character == '\n') {
                return line.toString();
            }
            if (line.length() >= LONGEST_LINE) {
                throw new IOException("an event is longer than %,d characters".formatted(LONGEST_LINE));
            }
            line.append((char) character);
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
