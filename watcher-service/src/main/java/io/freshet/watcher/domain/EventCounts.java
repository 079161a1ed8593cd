package io.freshet.watcher.domain;

/**
 * What became of the extract events of one dataset, since the first of them.
 *
 * @param events that were taken, each once
 * @param arrived announcements whose file was there, or came
 * @param outdated events that came after what they announce had been replaced, or after a newer one
 * @param unusable events that name what the dataset cannot have
 * @param dropped announcements without a file that were forgotten, because too many waited
 * @param withoutEvent contents that came and that no event had announced when the next full scan ended
 * @param late those of them that an event announced afterwards
 */
public record EventCounts(
        long events, long arrived, long outdated, long unusable, long dropped, long withoutEvent, long late) {
    public static final EventCounts NONE = new EventCounts(0, 0, 0, 0, 0, 0, 0);

    public EventCounts plus(EventCounts other) {
        return new EventCounts(
                events + other.events,
                arrived + other.arrived,
                outdated + other.outdated,
                unusable + other.unusable,
                dropped + other.dropped,
                withoutEvent + other.withoutEvent,
                late + other.late);
    }
}
