package io.freshet.audit.history;

import io.freshet.contracts.event.Event;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * An event and its place in the log.
 *
 * @param id the CloudEvents id; equal for an event that was written twice
 * @param event null for a tombstone
 * @param writtenAt the time of the record, which is all that says when a tombstone was written
 */
public record LogEntry(
        LogPlace place, String key, String id, @Nullable Event event, Instant writtenAt) {
    /** Of a record that is one event. */
    public LogEntry(
            String topic,
            int partition,
            int epoch,
            long offset,
            String key,
            String id,
            @Nullable Event event,
            Instant writtenAt) {
        this(new LogPlace(topic, partition, epoch, offset, 0), key, id, event, writtenAt);
    }

    /** Of a record whose time does not matter. */
    public LogEntry(String topic, int partition, int epoch, long offset, String key, String id, @Nullable Event event) {
        this(topic, partition, epoch, offset, key, id, event, Instant.EPOCH);
    }

    /** Of a topic that was never made anew. */
    public LogEntry(String topic, int partition, long offset, String key, String id, @Nullable Event event) {
        this(topic, partition, 0, offset, key, id, event);
    }

    public String topic() {
        return place.topic();
    }

    public int partition() {
        return place.partition();
    }

    public long offset() {
        return place.offset();
    }

    /**
     * Says which of two events of one topic about one workflow, or one dataset, came first, whoever reads them when: these are in one
     * partition, and a later epoch comes after an earlier one.
     */
    public long seq() {
        return place.seq();
    }

    /** What it is taken as: itself, or an entry for each of the events that its event stands for. */
    public List<LogEntry> parts() {
        List<? extends Event> parts = event == null ? List.of() : event.parts();
        if (parts.isEmpty() || parts.equals(List.of(event))) {
            return List.of(this);
        }
        return IntStream.range(0, parts.size())
                .mapToObj(part -> new LogEntry(place.part(part), key, id + "." + part, parts.get(part), writtenAt))
                .toList();
    }
}
