package io.freshet.scheduler.config;

import io.freshet.contracts.streams.ThreadFailure;
import io.freshet.scheduler.kafka.OutboxPublisher;
import java.time.Duration;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;

/** What the scheduler does besides answering: admission and publication. */
public final class Scheduler implements AutoCloseable {
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(20);

    private final KafkaStreams admission;
    private final OutboxPublisher publisher;

    Scheduler(KafkaStreams admission, OutboxPublisher publisher) {
        this.admission = admission;
        this.publisher = publisher;
    }

    /** Begins; to be called once. */
    public void start() {
        admission.setUncaughtExceptionHandler(new ThreadFailure("admission"));
        admission.start();
        publisher.start();
    }

    /** False if a restart is needed; true while it starts. */
    public boolean isAlive() {
        return !admission.state().hasStartedOrFinishedShuttingDown() && !publisher.hasEnded();
    }

    public boolean isReady() {
        return admission.state() == KafkaStreams.State.RUNNING && publisher.isRunning();
    }

    /** Keeps its place in the group, so that a restart within the session timeout moves nothing. */
    @Override
    public void close() {
        publisher.close();
        admission.close(CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP)
                .withTimeout(CLOSE_WITHIN));
    }
}
