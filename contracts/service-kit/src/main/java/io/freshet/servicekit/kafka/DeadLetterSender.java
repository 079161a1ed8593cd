package io.freshet.servicekit.kafka;

import io.freshet.contracts.envelope.EventSerializer;
import io.freshet.contracts.error.LogCode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Sends rejected records to the dead-letter topics of where they came from. A letter that cannot be sent holds up nobody: one that is
 * refused is sent as a reference, and one that could not be sent in three tries of ten seconds at most is logged with its place in the
 * log, where its record still is. For one thread at a time.
 */
public final class DeadLetterSender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterSender.class);
    private static final int TRIES = 3;
    private static final int TRY_MILLIS = 10_000;
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(1);

    private final Producer<byte[], byte[]> producer;

    /**
     * @param clientId as the broker's logs and metrics show it
     */
    public DeadLetterSender(KafkaSettings kafka, String clientId) {
        this(new KafkaProducer<>(settings(kafka, clientId), new ByteArraySerializer(), new ByteArraySerializer()));
    }

    DeadLetterSender(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    /** Sends what was rejected; returns when each has been sent or given up. Sent twice after a restart, it is a letter twice. */
    public void send(List<RejectedRecord> rejected) throws InterruptedException {
        List<Letter> unsent = new ArrayList<>(rejected.size());
        for (RejectedRecord one : rejected) {
            describe(LOG.atWarn(), one).log("Rejected a record to its dead-letter topic");
            unsent.add(new Letter(one, DeadLetters.of(one.record(), one.reason())));
        }
        for (int tries = 0; tries < TRIES && !unsent.isEmpty(); tries++) {
            unsent = trySending(unsent);
        }
        for (Letter letter : unsent) {
            describe(LOG.atError(), letter.rejected())
                    .addKeyValue("errorCode", LogCode.DEAD_LETTER_NOT_SENT)
                    .log("A dead letter could not be sent; the record is only at its place in the log");
        }
    }

    /**
     * Sends an event that was read and will never be dealt with.
     *
     * @param serializer of the service that rejects it
     */
    public void send(EventRecord rejected, EventSerializer serializer, Throwable reason) throws InterruptedException {
        Headers headers = new RecordHeaders();
        byte[] value = serializer.serialize(rejected.topic(), headers, rejected.event());
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>(
                rejected.topic(),
                rejected.partition(),
                rejected.offset(),
                rejected.timestamp().toEpochMilli(),
                TimestampType.CREATE_TIME,
                0,
                0,
                rejected.key().getBytes(StandardCharsets.UTF_8),
                value,
                headers,
                Optional.empty());
        send(List.of(new RejectedRecord(record, reason)));
    }

    /** Returns what is to be tried again, as it is to be tried. */
    private List<Letter> trySending(List<Letter> letters) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TRY_MILLIS);
        List<Letter> failed = new ArrayList<>();
        Map<Letter, Future<RecordMetadata>> sent = new HashMap<>();
        for (Letter letter : letters) {
            // Each may wait for the broker, and together they must not take longer than one.
            if (System.nanoTime() - deadline >= 0) {
                failed.add(letter);
            } else {
                begin(letter, sent, failed);
            }
        }
        for (Map.Entry<Letter, Future<RecordMetadata>> one : sent.entrySet()) {
            try {
                one.getValue().get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (ExecutionException e) {
                failed.add(one.getKey().after(e.getCause()));
            } catch (TimeoutException e) {
                failed.add(one.getKey());
            }
        }
        return failed;
    }

    private void begin(Letter letter, Map<Letter, Future<RecordMetadata>> sent, List<Letter> failed)
            throws InterruptedException {
        try {
            sent.put(letter, producer.send(letter.content()));
        } catch (InterruptException e) {
            throw new InterruptedException("interrupted while sending a dead letter");
        } catch (KafkaException e) {
            failed.add(letter.after(e));
        }
    }

    private static LoggingEventBuilder describe(LoggingEventBuilder line, RejectedRecord rejected) {
        ConsumerRecord<byte[], byte[]> record = rejected.record();
        return line.addKeyValue("topic", record.topic())
                .addKeyValue("partition", record.partition())
                .addKeyValue("offset", record.offset())
                .addKeyValue("reason", rejected.reason().getMessage());
    }

    /** Gives up what is still on its way after a second. */
    @Override
    public void close() {
        producer.close(CLOSE_WITHIN);
    }

    private static Map<String, Object> settings(KafkaSettings kafka, String clientId) {
        Map<String, Object> config = new HashMap<>(kafka.producer(clientId));
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, TRY_MILLIS);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, TRY_MILLIS / 2);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, TRY_MILLIS);
        return config;
    }

    private record Letter(RejectedRecord rejected, ProducerRecord<byte[], byte[]> content) {
        /** What is refused is made as small as it can be; what could not be delivered is tried again as it is. */
        Letter after(@Nullable Throwable failure) {
            return failure instanceof RetriableException
                    ? this
                    : new Letter(rejected, DeadLetters.referenceTo(rejected.record(), rejected.reason()));
        }
    }
}
