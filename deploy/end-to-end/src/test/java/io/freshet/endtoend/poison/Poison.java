package io.freshet.endtoend.poison;

import io.freshet.contracts.event.EventTypes;
import io.freshet.contracts.event.PoolDefined;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** The ways in which a record can be poison, each made of a good record of the topic. */
public enum Poison {
    /** No JSON, no headers. */
    UNREADABLE {
        @Override
        public Optional<ProducerRecord<byte[], byte[]>> of(GoodRecord good) {
            return record(good.topic(), new RecordHeaders(), "{ this is no event".getBytes(StandardCharsets.UTF_8));
        }
    },
    /** A CloudEvent of a type that nobody has heard of. */
    UNKNOWN_TYPE {
        @Override
        public Optional<ProducerRecord<byte[], byte[]>> of(GoodRecord good) {
            return record(
                    good.topic(),
                    withType(good, "org.example.unheard-of.v1"),
                    good.json().getBytes(StandardCharsets.UTF_8));
        }
    },
    /** An event of which every constant is one that this version does not know; nothing where it has none. */
    UNKNOWN_CONSTANT {
        private static final Pattern CONSTANT = Pattern.compile("\"[A-Z][A-Z_]{2,}\"");

        @Override
        public Optional<ProducerRecord<byte[], byte[]>> of(GoodRecord good) {
            String changed = CONSTANT.matcher(good.json()).replaceAll("\"UNHEARD_OF\"");
            return changed.equals(good.json())
                    ? Optional.empty()
                    : record(good.topic(), good.headers(), changed.getBytes(StandardCharsets.UTF_8));
        }
    },
    /** A record without a value. */
    NO_DATA {
        @Override
        public Optional<ProducerRecord<byte[], byte[]>> of(GoodRecord good) {
            return record(good.topic(), good.headers(), null);
        }
    },
    /** Some thousand bytes for the broker, 40 MB for whoever reads it. */
    LARGE_ONCE_UNPACKED {
        @Override
        public Optional<ProducerRecord<byte[], byte[]>> of(GoodRecord good) {
            byte[] large = new byte[40_000_000];
            Arrays.fill(large, (byte) 'x');
            return record(good.topic(), good.headers(), large);
        }
    },
    /** The same type in a major version to come, with data that this version cannot know. */
    FUTURE_VERSION {
        @Override
        public Optional<ProducerRecord<byte[], byte[]>> of(GoodRecord good) {
            String type = new String(good.headers().lastHeader("ce_type").value(), StandardCharsets.UTF_8);
            return record(
                    good.topic(),
                    withType(good, type.replaceFirst("\\.v\\d+$", ".v99")),
                    "{\"shape\": {\"of\": \"things to come\"}}".getBytes(StandardCharsets.UTF_8));
        }
    };

    private static final byte[] KEY = "poison/poison".getBytes(StandardCharsets.UTF_8);

    /** A record as a producer of the product writes it. */
    public record GoodRecord(String topic, Headers headers, String json) {
        /** For a topic on which nothing has been written so far: a well-formed event that does not belong there. */
        public static GoodRecord strayOn(String topic) {
            RecordHeaders headers = new RecordHeaders();
            headers.add("ce_specversion", "1.0".getBytes(StandardCharsets.UTF_8));
            headers.add("ce_id", "stray".getBytes(StandardCharsets.UTF_8));
            headers.add("ce_source", "urn:stray".getBytes(StandardCharsets.UTF_8));
            headers.add("ce_type", EventTypes.typeOf(PoolDefined.class).getBytes(StandardCharsets.UTF_8));
            return new GoodRecord(topic, headers, "{\"kind\":\"STRAY\"}");
        }
    }

    /**
     * Some of the ways.
     *
     * @param count how many, at most all there are
     * @param first where to begin: who takes {@code count} ways from 0, 1, 2 and so on meets all of them alike
     */
    public static List<Poison> some(int count, int first) {
        List<Poison> all = List.of(values());
        return IntStream.range(0, Math.min(count, all.size()))
                .mapToObj(i -> all.get((first + i) % all.size()))
                .toList();
    }

    /** The poisoned record; empty if a record of this topic cannot be poisoned in this way. */
    public abstract Optional<ProducerRecord<byte[], byte[]>> of(GoodRecord good);

    private static Optional<ProducerRecord<byte[], byte[]>> record(String topic, Headers headers, byte[] value) {
        return Optional.of(new ProducerRecord<>(topic, null, KEY, value, headers));
    }

    private static Headers withType(GoodRecord good, String type) {
        RecordHeaders headers = new RecordHeaders();
        for (Header header : good.headers()) {
            headers.add(
                    header.key(),
                    header.key().equals("ce_type") ? type.getBytes(StandardCharsets.UTF_8) : header.value());
        }
        return headers;
    }
}
