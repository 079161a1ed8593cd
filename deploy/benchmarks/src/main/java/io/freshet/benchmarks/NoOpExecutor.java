package io.freshet.benchmarks;

import io.freshet.benchmarks.load.NoOpFinish;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.event.RunFinished;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.topic.Topics;
import io.freshet.servicekit.kafka.EventHandler;
import io.freshet.servicekit.kafka.EventLoop;
import io.freshet.servicekit.kafka.EventPublisher;
import io.freshet.servicekit.kafka.EventRecord;
import io.freshet.servicekit.kafka.KafkaSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Everything behind the planner: reads what it makes ready, once that is committed, and reports an end without running anything, at once
 * unless something else was asked for. Thread-safe.
 */
final class NoOpExecutor implements EventHandler, AutoCloseable {
    private final EventPublisher publisher;
    private final EventLoop loop;
    private final Map<WorkflowRef, Consumer<TaskReady>> readers = new ConcurrentHashMap<>();
    private final Map<WorkflowRef, Long> executed = new HashMap<>();

    NoOpExecutor(String bootstrapServers, EventPublisher publisher) {
        this.publisher = publisher;
        KafkaSettings kafka = KafkaSettings.of(bootstrapServers);
        this.loop = new EventLoop(
                        "benchmark-executor",
                        kafka,
                        kafka.consumer("benchmark-executor", "benchmark-executor"),
                        List.of(Topics.TASK_READY, Topics.RUN_FINISHED),
                        this)
                .start();
    }

    /** From now on somebody else deals with what a workflow makes ready; called on the thread that reads. */
    void handTo(WorkflowRef workflow, Consumer<TaskReady> reader) {
        readers.put(workflow, reader);
    }

    /** Reports that an attempt succeeded. */
    void finish(TaskReady ready) {
        var _ = publisher.send(
                Topics.TASK_FINISHED, ready.instance().workflowRef().toString(), NoOpFinish.of(ready));
    }

    @Override
    public void handle(List<EventRecord> batch) {
        for (EventRecord record : batch) {
            if (record.event() instanceof TaskReady ready) {
                readers.getOrDefault(ready.instance().workflowRef(), this::finish)
                        .accept(ready);
            } else if (record.event() instanceof RunFinished run) {
                ran(run);
            }
        }
    }

    private synchronized void ran(RunFinished run) {
        executed.merge(run.workflow(), (long) run.summary().executed(), Long::sum);
        notifyAll();
    }

    /** How many instances the finished runs of a workflow executed. */
    synchronized long executed(WorkflowRef workflow) {
        return executed.getOrDefault(workflow, 0L);
    }

    /** Waits until the finished runs of a workflow have executed so many instances. */
    synchronized void awaitExecuted(WorkflowRef workflow, long instances, Duration limit)
            throws InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (executed(workflow) < instances) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new TimeoutException("runs of %s executed %d instances within %d s, not %d"
                        .formatted(workflow, executed(workflow), limit.toSeconds(), instances));
            }
            wait(left);
        }
    }

    @Override
    public void close() {
        loop.close();
    }
}
