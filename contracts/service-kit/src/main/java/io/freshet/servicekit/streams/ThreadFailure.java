package io.freshet.servicekit.streams;

import io.freshet.contracts.error.LogCode;
import io.freshet.contracts.text.ShortText;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of a topology when one of its threads fails. A decision that fails costs one workflow and no thread, so what gets here is
 * a fault of a store or of the broker.
 *
 * <ul>
 *   <li>Where Kafka was out of reach for longer than its clients bear, the thread is replaced and goes on from the last transaction.
 *   <li>What only a restart can mend (damaged stores, a place in the group that somebody else has taken, an error of the JVM) stops the
 *       topology at once.
 *   <li>Any other failure has the thread replaced after a pause, for a disk may have room again. The third time in a row at the same
 *       record the topology stops: {@link #problem} says why, its service is neither ready nor live, and whoever looks after the
 *       service restarts it.
 * </ul>
 *
 * Thread-safe.
 */
public final class ThreadFailure implements StreamsUncaughtExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ThreadFailure.class);

    /** Under which the handlers of a topology find this. */
    private static final String CONFIG = "freshet.thread.failure";

    /** What the failing thread waits before it is replaced the first and the second time. */
    private static final List<Duration> PAUSES = List.of(Duration.ofSeconds(1), Duration.ofSeconds(5));

    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(10);
    private static final int LONGEST_REASON = 500;

    private final String topology;
    private final Consumer<Duration> pause;
    private final LongSupplier nanoTime;
    private final RefusedRecords refused = new RefusedRecords();
    /** Where the last failure was met, until {@link #handle} hears of it. */
    private final AtomicReference<@Nullable String> met = new AtomicReference<>();

    private String place = "";
    private int count;
    private long lastAt;
    private @Nullable String problem;

    /**
     * @param topology what it is called, for people and in the log
     */
    public ThreadFailure(String topology) {
        this(topology, pause -> LockSupport.parkNanos(pause.toNanos()), System::nanoTime);
    }

    ThreadFailure(String topology, Consumer<Duration> pause, LongSupplier nanoTime) {
        this.topology = topology;
        this.pause = pause;
        this.nanoTime = nanoTime;
    }

    /** The handlers that let a topology lose no more than one record by what is in it, for its configuration. */
    public Map<String, Object> handlers() {
        Map<String, Object> config = new HashMap<>();
        config.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterHandler.class);
        config.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, RejectionHandler.class);
        config.put(StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, RefusalHandler.class);
        config.put(CONFIG, this);
        return config;
    }

    /** That of the topology with this configuration. */
    static ThreadFailure of(Map<String, ?> config) {
        return config.get(CONFIG) instanceof ThreadFailure failure ? failure : new ThreadFailure("unknown");
    }

    /** What the broker refused for good in the topology with this configuration. */
    public static RefusedRecords refusedIn(Map<String, ?> config) {
        return of(config).refused;
    }

    RefusedRecords refused() {
        return refused;
    }

    /** Remembers where a failure is met of which {@link #handle} will hear. */
    void met(ErrorHandlerContext context) {
        met.set(
                context.topic() == null
                        ? "a timer of task " + context.taskId()
                        : "%s partition %d offset %d"
                                .formatted(context.topic(), context.partition(), context.offset()));
    }

    /** Why the topology has stopped, for people; empty if it has not. */
    public synchronized Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    @Override
    public StreamThreadExceptionResponse handle(Throwable failure) {
        String at = met.getAndSet(null);
        if (isOutOfReach(failure)) {
            log(LogCode.KAFKA_UNAVAILABLE, at, failure, "A stream thread lost Kafka and is replaced");
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        int again = needsRestart(failure) ? Integer.MAX_VALUE : countAt(at == null ? "no record" : at);
        if (again > PAUSES.size()) {
            log(LogCode.TOPOLOGY_FAULT, at, failure, "The topology stops because of a fault");
            stopped(at, failure);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        log(LogCode.THREAD_FAULT, at, failure, "A stream thread failed and is replaced after a pause");
        pause.accept(PAUSES.get(again - 1));
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    private synchronized int countAt(String now) {
        long at = nanoTime.getAsLong();
        boolean again = count > 0 && now.equals(place) && at - lastAt < FORGOTTEN_AFTER.toNanos();
        count = again ? count + 1 : 1;
        place = now;
        lastAt = at;
        return count;
    }

    private synchronized void stopped(@Nullable String at, Throwable failure) {
        String reason = String.valueOf(rootOf(failure).getMessage());
        problem =
                "%s has stopped because of a fault of its store or of Kafka%s: %s. It goes on from there when the service is started again; the log says more under %s"
                        .formatted(
                                topology,
                                at == null ? "" : ", the third time at " + at,
                                ShortText.of(reason, LONGEST_REASON),
                                LogCode.TOPOLOGY_FAULT);
    }

    private void log(LogCode code, @Nullable String at, Throwable failure, String message) {
        LOG.atError()
                .addKeyValue("topology", topology)
                .addKeyValue("at", at)
                .addKeyValue("errorCode", code)
                .setCause(failure)
                .log(message);
    }

    private static boolean isOutOfReach(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RetriableException) {
                return true;
            }
        }
        return false;
    }

    private static boolean needsRestart(Throwable failure) {
        if (LocalState.isDamage(failure)) {
            return true;
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Error
                    || cause instanceof FencedInstanceIdException
                    || cause instanceof ConfigException
                    || cause instanceof UnsupportedVersionException) {
                return true;
            }
        }
        return false;
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
