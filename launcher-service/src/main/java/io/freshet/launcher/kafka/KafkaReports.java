package io.freshet.launcher.kafka;

import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.LogChunk;
import io.freshet.contracts.event.SlotReleased;
import io.freshet.contracts.event.TaskEvent.AttemptStarted;
import io.freshet.contracts.kafka.EventPublisher;
import io.freshet.contracts.topic.Topics;
import io.freshet.launcher.attempt.Reports;
import java.util.concurrent.CompletableFuture;

/** Reports attempts on their topics. Thread-safe. */
public final class KafkaReports implements Reports {
    private final EventPublisher publisher;

    public KafkaReports(EventPublisher publisher) {
        this.publisher = publisher;
    }

    @Override
    public CompletableFuture<Void> started(AttemptStarted event) {
        return publisher.send(Topics.TASK_EVENTS, event.workflow().toString(), event);
    }

    @Override
    public CompletableFuture<Void> finished(AttemptFinished event) {
        CompletableFuture<Void> told = publisher.send(
                Topics.TASK_FINISHED, event.instance().workflowRef().toString(), event);
        CompletableFuture<Void> released = publisher.send(
                Topics.SLOT_RELEASES,
                event.instance().namespace(),
                new SlotReleased(event.instance(), event.attempt(), event.run(), event.at()));
        return CompletableFuture.allOf(told, released);
    }

    @Override
    public CompletableFuture<Void> log(LogChunk chunk) {
        return publisher.send(Topics.TASK_LOGS, chunk.attempt(), chunk);
    }
}
