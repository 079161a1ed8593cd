package io.freshet.audit.history;

import io.freshet.contracts.event.Event;

/** A record as it is written. */
public record LogRecord(String topic, String key, Event event) {
    public LogEntry at(long offset) {
        return new LogEntry(topic, 0, offset, key, topic + "-" + offset, event);
    }
}
