package io.freshet.contracts.streams;

import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of a topology when one of its threads fails. Where Kafka was out of reach for longer than its clients bear, the thread
 * is replaced and goes on from the last transaction. Any other failure is a fault of ours, which would meet the same record again: the
 * topology stops, its service is not live any more, and whoever looks after the service restarts it.
 */
public final class ThreadFailure implements StreamsUncaughtExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ThreadFailure.class);

    private final String topology;

    /**
     * @param topology what it is called in the log
     */
    public ThreadFailure(String topology) {
        this.topology = topology;
    }

    @Override
    public StreamThreadExceptionResponse handle(Throwable failure) {
        boolean outOfReach = isOutOfReach(failure);
        LOG.atError()
                .addKeyValue("topology", topology)
                .addKeyValue("errorCode", outOfReach ? "KAFKA_UNAVAILABLE" : "TOPOLOGY_FAULT")
                .setCause(failure)
                .log(
                        outOfReach
                                ? "A stream thread lost Kafka and is replaced"
                                : "The topology stops because of a fault");
        return outOfReach
                ? StreamThreadExceptionResponse.REPLACE_THREAD
                : StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    private static boolean isOutOfReach(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RetriableException) {
                return true;
            }
        }
        return false;
    }
}
