package io.freshet.audit.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.freshet.audit.feed.FeedFilter;
import io.freshet.audit.feed.FeedItem;
import io.freshet.audit.feed.FeedPosition;
import io.freshet.audit.kafka.FeedReader;
import io.freshet.contracts.json.EventJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One answer in the form of <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">server-sent events</a>: each with the
 * position behind it as id, so that a client that comes back with the last id misses nothing and is sent nothing twice. For one thread at a
 * time.
 */
final class Follower implements AutoCloseable {
    /** How long a client hears nothing at the most: proxies and clients give up a connection that is silent for longer than some such time. */
    static final Duration SILENCE = Duration.ofSeconds(5);

    /** What a client that knows of no type takes notice of nevertheless. */
    private static final String MISSED = "freshet.missed";

    private static final Duration POLL = Duration.ofMillis(500);

    private final FeedReader reader;
    private final FeedFilter filter;
    private final long deadline;
    /** Where the log ended when this began; null before. */
    private @Nullable FeedPosition end;

    private boolean ended;

    /**
     * @param limit how long it goes on once all is sent that is there now; zero: not at all
     */
    Follower(FeedReader reader, FeedFilter filter, Duration limit) {
        this.reader = reader;
        this.filter = filter;
        this.deadline = System.nanoTime() + limit.toNanos();
    }

    /** What is sent next, waiting for it; empty at the end. */
    Optional<byte[]> next() {
        FeedPosition there = end;
        if (there == null) {
            end = reader.end();
            return Optional.of(bytes("retry: 2000\n" + mark()));
        }
        if (ended) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder();
        long silent = System.nanoTime() + SILENCE.toNanos();
        while (text.isEmpty() && !ended) {
            long now = System.nanoTime();
            boolean over = now - deadline >= 0;
            ended = over && reader.hasRead(there);
            if (!ended) {
                reader.read(over ? POLL : LongPoll.shorter(POLL, Duration.ofNanos(deadline - now)))
                        .forEach(item -> append(item, text));
            }
            if (text.isEmpty() && (ended || System.nanoTime() - silent >= 0)) {
                text.append(mark());
            }
        }
        return Optional.of(bytes(text.toString()));
    }

    /** No event, but from here on a client may come back. */
    private String mark() {
        return "id: %s\n\n".formatted(reader.position());
    }

    private void append(FeedItem item, StringBuilder text) {
        switch (item) {
            case FeedItem.Read read
            when read.isWanted(filter) -> append(text, read.position(), read.type(), read.event());
            case FeedItem.Read _ -> {}
            case FeedItem.Missed missed ->
                append(
                        text,
                        missed.position(),
                        MISSED,
                        Map.of(
                                "topic", missed.partition().topic(),
                                "partition", missed.partition().partition(),
                                "from", missed.from(),
                                "to", missed.to()));
        }
    }

    private static void append(StringBuilder text, FeedPosition position, String type, Object event) {
        try {
            // In one line, as JSON without white space between its tokens is.
            text.append("id: %s\nevent: %s\ndata: %s\n\n"
                    .formatted(position, type, EventJson.mapper().writeValueAsString(event)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("JSON that was read can be written", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        reader.close();
    }
}
