package io.freshet.audit.feed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.audit.history.LogPartition;

/** What a reader of the public topics meets. */
public sealed interface FeedItem {
    /** How far the topics were read with it. */
    FeedPosition position();

    /**
     * An event.
     *
     * @param key of its record
     * @param type of CloudEvents
     * @param event in CloudEvents' structured JSON form
     */
    record Read(FeedPosition position, String key, String type, ObjectNode event) implements FeedItem {
        /** What the event says. */
        JsonNode data() {
            return event.path("data");
        }

        /** Whether somebody wants it. */
        public boolean isWanted(FeedFilter filter) {
            return filter.wants(type, key, data());
        }
    }

    /**
     * Records that are not in the log any more: whoever comes back so late has missed them.
     *
     * @param from the first of them
     * @param to the first that there is
     */
    record Missed(FeedPosition position, LogPartition partition, long from, long to) implements FeedItem {}
}
