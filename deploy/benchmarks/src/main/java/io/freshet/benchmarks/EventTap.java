package io.freshet.benchmarks;

import io.freshet.contracts.event.Event;
import io.freshet.contracts.topic.Topics;
import io.freshet.servicekit.kafka.EventHandler;
import io.freshet.servicekit.kafka.EventLoop;
import io.freshet.servicekit.kafka.EventRecord;
import io.freshet.servicekit.kafka.KafkaSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** Listens to what attempts and runs do, as any subscriber can. One reader. */
final class EventTap implements EventHandler, AutoCloseable {
    private record Seen(Event event, Instant at) {}

    private final LinkedBlockingQueue<Seen> events = new LinkedBlockingQueue<>();
    private final Stages stages = new Stages();
    private final EventLoop loop;
    private Instant seen = Instant.EPOCH;

    EventTap(String bootstrapServers) {
        KafkaSettings kafka = KafkaSettings.of(bootstrapServers);
        this.loop = new EventLoop(
                        "benchmark-tap",
                        kafka,
                        kafka.consumer("benchmark-tap", "benchmark-tap"),
                        List.of(
                                Topics.FILE_CHANGES,
                                Topics.TASK_READY,
                                Topics.TASK_LAUNCH,
                                Topics.TASK_EVENTS,
                                Topics.TASK_FINISHED,
                                Topics.RUN_FINISHED),
                        this)
                .start();
    }

    @Override
    public void handle(List<EventRecord> batch) {
        Instant now = Instant.now();
        for (EventRecord record : batch) {
            Event event = record.event();
            if (event != null) {
                stages.saw(event, now);
                event.parts().forEach(part -> events.add(new Seen(part, now)));
            }
        }
    }

    /** Where the time of the attempts seen since the last reset went. */
    Stages stages() {
        return stages;
    }

    /**
     * The next event that is of the kind and fits; others are passed over.
     *
     * @throws TimeoutException if none came in time
     */
    <E extends Event> E next(Class<E> kind, Predicate<E> fits, Duration limit)
            throws InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            Seen next = events.poll(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (next == null) {
                throw new TimeoutException("no %s within %d s".formatted(kind.getSimpleName(), limit.toSeconds()));
            }
            if (kind.isInstance(next.event()) && fits.test(kind.cast(next.event()))) {
                seen = next.at();
                return kind.cast(next.event());
            }
        }
    }

    /** When the event that {@link #next} returned last could be read, which for an event of a transaction is after its commit. */
    Instant seen() {
        return seen;
    }

    @Override
    public void close() {
        loop.close();
    }
}
