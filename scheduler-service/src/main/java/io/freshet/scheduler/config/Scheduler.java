package io.freshet.scheduler.config;

import io.freshet.scheduler.kafka.OutboxPublisher;
import java.time.Duration;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the scheduler does besides answering: admission and publication. */
public final class Scheduler implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Scheduler.class);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(20);

    private final KafkaStreams admission;
    private final OutboxPublisher publisher;

    Scheduler(KafkaStreams admission, OutboxPublisher publisher) {
        this.admission = admission;
        this.publisher = publisher;
    }

    /** Begins; to be called once. */
    public void start() {
        // A fault of ours would meet the same record again: stop and be restarted, rather than go on past it.
        admission.setUncaughtExceptionHandler(fault -> {
            LOG.atError().setCause(fault).log("Admission ends by a fault");
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        admission.start();
        publisher.start();
    }

    /** False if a restart is needed. */
    public boolean isAlive() {
        KafkaStreams.State state = admission.state();
        return state != KafkaStreams.State.ERROR && state != KafkaStreams.State.PENDING_ERROR && publisher.isRunning();
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
