package io.freshet.servicekit.kafka;

import io.freshet.contracts.api.DeadLetterDecision;
import io.freshet.contracts.event.SourceRecord;
import io.freshet.contracts.text.ShortText;
import io.freshet.contracts.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What people decide about dead letters, as records: a retry is the rejected record once more, in its topic, with a header that says of
 * what; and each decision is a record without a value behind the letters themselves, so that whoever reads those knows what became of
 * them. Thread-safe.
 */
public final class DeadLetterDecisions {
    /** In a record that is retried: where it was when it was rejected. */
    public static final String RETRY_OF = "freshet.retry-of";

    private static final String KIND = "freshet.decision";
    private static final String BY = "freshet.decided-by";
    private static final int MOST_BY_CHARACTERS = 200;
    /** What no decision has, so that a letter is not taken for one because of it. */
    private static final int MAX_BY_BYTES = 4 * MOST_BY_CHARACTERS;

    private DeadLetterDecisions() {}

    /** The rejected record once more. */
    public static ProducerRecord<byte[], byte[]> retry(SourceRecord place, ConsumerRecord<byte[], byte[]> rejected) {
        ProducerRecord<byte[], byte[]> again = new ProducerRecord<>(place.topic(), rejected.key(), rejected.value());
        for (Header header : rejected.headers()) {
            if (!header.key().startsWith(DeadLetters.PREFIX) && !header.key().equals(RETRY_OF)) {
                again.headers().add(header);
            }
        }
        add(again.headers(), RETRY_OF, place.toString());
        return again;
    }

    /** Says what was decided about the record that was at this place. */
    public static ProducerRecord<byte[], byte[]> record(
            SourceRecord place, byte @Nullable [] key, DeadLetterDecision decision) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                Topics.deadLetters(place.topic()), null, decision.at().toEpochMilli(), key, (byte[]) null);
        add(record.headers(), KIND, decision.kind().name().toLowerCase(Locale.ROOT));
        add(record.headers(), BY, ShortText.of(decision.by(), MOST_BY_CHARACTERS));
        DeadLetters.addPlace(record.headers(), place);
        return record;
    }

    /** What a record of a dead-letter topic says was decided; empty if it is a letter. */
    public static Optional<DeadLetterDecision> of(ConsumerRecord<byte[], byte[]> record) {
        String kind = text(record.headers(), KIND);
        String by = text(record.headers(), BY);
        if (record.value() != null || kind == null || by == null) {
            return Optional.empty();
        }
        Instant at = Instant.ofEpochMilli(record.timestamp());
        return Arrays.stream(DeadLetterDecision.Kind.values())
                .filter(known -> known.name().toLowerCase(Locale.ROOT).equals(kind))
                .findFirst()
                .map(known -> new DeadLetterDecision(known, by, at));
    }

    /** Whether a letter has all of the record that was rejected. */
    public static boolean isWhole(ConsumerRecord<byte[], byte[]> letter) {
        return letter.headers().lastHeader(DeadLetters.VALUE_OMITTED) == null
                && letter.headers().lastHeader(DeadLetters.KEY_CUT) == null
                && letter.headers().lastHeader(DeadLetters.HEADERS_OMITTED) == null;
    }

    private static @Nullable String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null || header.value().length > MAX_BY_BYTES
                ? null
                : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
