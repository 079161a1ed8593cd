package io.freshet.scheduler.trigger;

import io.freshet.contracts.upstream.UpstreamEvent;

/**
 * What identifies an event.
 *
 * @param key of source and id, see {@link UpstreamEvent#key}
 */
public record EventName(String key, String source, String id) {
    static EventName of(UpstreamEvent event) {
        return new EventName(event.key(), event.source(), event.id());
    }
}
