package io.freshet.watcher.kafka;

import io.freshet.servicekit.kafka.BytesConsumer;
import io.freshet.servicekit.kafka.DeadLetterSender;
import io.freshet.servicekit.kafka.KafkaSettings;
import io.freshet.servicekit.kafka.TurnLoop;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jspecify.annotations.Nullable;

/**
 * Follows topics with a consumer of its own, which joins no group. After a failure it begins again with a new consumer; what was read before,
 * the reading must bear to get again.
 */
final class TopicFollower implements TurnLoop.Turn {
    private static final Duration POLL = Duration.ofMillis(500);
    /** A turn polls, and that waits already. */
    private static final Duration BETWEEN_TURNS = Duration.ZERO;

    /** What is done with the records. On the loop's thread, but {@link #problem}. */
    interface Reading {
        /** Assigns to a new consumer what is to be read. */
        void begin(BytesConsumer consumer) throws Exception;

        /** Takes what was polled, which may be nothing. */
        void take(ConsumerRecords<byte[], byte[]> records, Source source) throws Exception;

        /** What is wrong though records are read, for people. */
        default Optional<String> problem() {
            return Optional.empty();
        }
    }

    /** Where records come from, and where those go that cannot be read. */
    record Source(BytesConsumer consumer, DeadLetterSender deadLetters) implements AutoCloseable {
        @Override
        public void close() {
            try (consumer) {
                deadLetters.close();
            }
        }
    }

    private final KafkaSettings kafka;
    private final Map<String, Object> config;
    private final String deadLetters;
    private final Reading reading;
    private volatile @Nullable Source source;

    private TopicFollower(KafkaSettings kafka, Map<String, Object> config, String deadLetters, Reading reading) {
        this.kafka = kafka;
        this.config = config;
        this.deadLetters = deadLetters;
        this.reading = reading;
    }

    /**
     * A loop, not yet started, that polls at each turn.
     *
     * @param what it reads, for people, such as "workflow definitions"
     * @param config of the consumer, see {@link KafkaSettings#consumer}
     * @param deadLetters the client id of who sends dead letters
     */
    static TurnLoop loop(
            String what, KafkaSettings kafka, Map<String, Object> config, String deadLetters, Reading reading) {
        return new TurnLoop(
                "the reader of " + what,
                "freshet-" + what.replace(' ', '-'),
                BETWEEN_TURNS,
                new TopicFollower(kafka, config, deadLetters, reading));
    }

    @Override
    public boolean take() throws Exception {
        try {
            Source open = source();
            reading.take(open.consumer().poll(POLL), open);
            return true;
        } catch (Exception e) {
            end();
            throw e;
        }
    }

    private Source source() throws Exception {
        Source open = source;
        if (open == null) {
            open = open();
            source = open;
            reading.begin(open.consumer());
        }
        return open;
    }

    private Source open() {
        BytesConsumer consumer = new BytesConsumer(config);
        try {
            return new Source(consumer, new DeadLetterSender(kafka, deadLetters));
        } catch (RuntimeException e) {
            try (consumer) {
                throw e;
            }
        }
    }

    /** Without an interrupt, for what reads may write to files. */
    @Override
    public void cutShort(Thread thread) {
        Source open = source;
        if (open != null) {
            open.consumer().wakeup();
        }
    }

    @Override
    public void end() {
        Source open = source;
        source = null;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public Optional<String> problem() {
        return reading.problem();
    }
}
