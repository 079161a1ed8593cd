package io.freshet.audit.history;

import io.freshet.audit.domain.Entry;
import io.freshet.contracts.event.Event;

/** A record as it is written. */
public record LogRecord(String topic, String key, Event event) {
    public Entry at(long offset) {
        return new Entry(topic, 0, offset, key, topic + "-" + offset, event);
    }
}
