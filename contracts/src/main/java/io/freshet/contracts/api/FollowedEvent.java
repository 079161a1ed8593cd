package io.freshet.contracts.api;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * An event of a public topic.
 *
 * @param id where the topics were read to with it: {@link AuditClient#follow} goes on behind it
 * @param type of CloudEvents; {@link #MISSED} is none
 * @param event in CloudEvents' structured JSON form
 */
public record FollowedEvent(String id, String type, JsonNode event) {
    /** Not an event of a topic: records {@code from} an offset {@code to} another of a {@code partition} of a {@code topic} are no longer there. */
    public static final String MISSED = "freshet.missed";
}
