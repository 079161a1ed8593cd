package io.freshet.watcher.kafka;

import io.freshet.servicekit.kafka.DeadLetterSender;
import io.freshet.servicekit.kafka.KafkaSettings;
import io.freshet.servicekit.kafka.LoopProgress;
import io.freshet.servicekit.time.Backoff;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that follows topics with a consumer of its own, which joins no group. After a failure it begins again with a new consumer, after a pause that
 * grows to five seconds; what it has read before, it must bear to read again. Thread-safe.
 */
final class TopicFollower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TopicFollower.class);
    private static final Backoff BACKOFF = Backoff.ofMillis(100, 5_000);

    /** What it does with a consumer, until it {@link #isClosing}. */
    interface Work {
        void follow(KafkaConsumer<byte[], byte[]> consumer, DeadLetterSender deadLetters) throws Exception;
    }

    private final String what;
    private final KafkaSettings kafka;
    private final Map<String, Object> config;
    private final String deadLetters;
    private final Work work;
    private final LoopProgress progress;
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile @Nullable KafkaConsumer<byte[], byte[]> current;
    /** In a row, without a turn that succeeded between them. For the thread. */
    private int failures;

    /**
     * @param what it reads, for people, such as "workflow definitions"
     * @param config of the consumer, see {@link KafkaSettings#consumer}
     * @param deadLetters the client id of who sends dead letters
     */
    TopicFollower(String what, KafkaSettings kafka, Map<String, Object> config, String deadLetters, Work work) {
        this.what = what;
        this.kafka = kafka;
        this.config = config;
        this.deadLetters = deadLetters;
        this.work = work;
        this.progress = new LoopProgress("the reader of " + what);
        this.thread = Thread.ofPlatform()
                .name("freshet-" + what.replace(' ', '-'))
                .daemon()
                .unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** A turn has ended well. To be called on the thread. */
    void succeeded() {
        progress.succeeded();
        failures = 0;
    }

    boolean isClosing() {
        return closing.getCount() == 0;
    }

    /** False if only a restart helps: the thread has ended, or has completed no turn for {@link LoopProgress#STUCK_AFTER}. */
    boolean isAlive() {
        return thread.getState() != Thread.State.TERMINATED && !(thread.isAlive() && progress.isStuck());
    }

    /** What keeps it from its work, for people; empty if nothing does. */
    Optional<String> problem() {
        return thread.isAlive() ? progress.problem() : Optional.of("the reader of %s does not run".formatted(what));
    }

    /** Lets the turn in hand end. */
    @Override
    public void close() {
        closing.countDown();
        KafkaConsumer<byte[], byte[]> following = current;
        if (following != null) {
            following.wakeup();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!isClosing()) {
            try (KafkaConsumer<byte[], byte[]> consumer =
                            new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
                    DeadLetterSender sender = new DeadLetterSender(kafka, deadLetters)) {
                current = consumer;
                work.follow(consumer, sender);
            } catch (WakeupException | InterruptException | InterruptedException e) {
                return;
            } catch (Exception e) {
                failures++;
                Duration pause = BACKOFF.pause(failures);
                LOG.atError()
                        .addKeyValue("reads", what)
                        .addKeyValue("pause", pause)
                        .setCause(e)
                        .log("Reading again after a failure");
                progress.failed(e);
                pause(pause);
            }
        }
    }

    private void pause(Duration pause) {
        try {
            var _ = closing.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            closing.countDown();
        }
    }
}
