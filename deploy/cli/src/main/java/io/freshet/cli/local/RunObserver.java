package io.freshet.cli.local;

import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.RunFinished;
import io.freshet.contracts.event.TaskEvent.AttemptStarted;
import io.freshet.contracts.event.TaskEvent.RunStarted;
import io.freshet.contracts.topic.Topics;
import io.freshet.servicekit.kafka.EventHandler;
import io.freshet.servicekit.kafka.EventLoop;
import io.freshet.servicekit.kafka.EventRecord;
import io.freshet.servicekit.kafka.KafkaSettings;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what subscribers see, from the beginning of the log: processes that started, each attempt once, and runs that finished. Thread-safe. */
public final class RunObserver implements EventHandler, AutoCloseable {
    private static final AtomicInteger SEQUENCE = new AtomicInteger();

    private final Map<String, AttemptStarted> attempts = new ConcurrentHashMap<>();
    private final Set<String> started = ConcurrentHashMap.newKeySet();
    private final Map<String, RunFinished> runs = new ConcurrentHashMap<>();
    private final EventLoop loop;

    public RunObserver(String bootstrapServers) {
        KafkaSettings kafka = KafkaSettings.of(bootstrapServers);
        this.loop = new EventLoop(
                        "witness",
                        kafka,
                        kafka.consumer(
                                "witness",
                                "freshet-witness-" + SEQUENCE.incrementAndGet() + "-"
                                        + ProcessHandle.current().pid()),
                        List.of(Topics.TASK_EVENTS, Topics.RUN_FINISHED),
                        this)
                .start();
    }

    @Override
    public void handle(List<EventRecord> batch) {
        batch.stream()
                .map(EventRecord::event)
                .filter(Objects::nonNull)
                .flatMap(event -> event.parts().stream())
                .forEach(this::handle);
    }

    private void handle(Event event) {
        if (event instanceof AttemptStarted start) {
            attempts.put(start.attempt(), start);
        } else if (event instanceof RunStarted run) {
            started.add(run.run());
        } else if (event instanceof RunFinished run) {
            runs.put(run.run(), run);
        }
    }

    public int total() {
        return attempts.size();
    }

    public List<AttemptStarted> attempts() {
        return List.copyOf(attempts.values());
    }

    public List<RunFinished> runs() {
        return List.copyOf(runs.values());
    }

    /** How many runs have started and not finished. */
    public int openRuns() {
        return (int) started.stream().filter(run -> !runs.containsKey(run)).count();
    }

    /** How many processes of each task have started so far. */
    public Map<String, Integer> byTask() {
        Map<String, Integer> counts = new TreeMap<>();
        attempts.values().forEach(started -> counts.merge(started.instance().task(), 1, Integer::sum));
        return counts;
    }

    @Override
    public void close() {
        loop.close();
    }
}
