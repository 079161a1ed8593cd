package io.freshet.servicekit.kafka;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A consumer that is closed at once. One that is idle has a request at the broker which that holds for as long as
 * {@link KafkaSettings#idle} says, and what it would say at the end is answered only afterwards. Nothing is lost by not waiting: whoever
 * reads has committed what it has done with, and a static member does not leave its group. Not thread-safe but for {@link #wakeup}.
 */
public class BytesConsumer extends KafkaConsumer<byte[], byte[]> {
    private static final Duration CLOSE_WITHIN = Duration.ofMillis(200);

    public BytesConsumer(Map<String, Object> config) {
        super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public void close() {
        super.close(CloseOptions.timeout(CLOSE_WITHIN));
    }

    @Override
    public void close(CloseOptions options) {
        super.close(options.withTimeout(CLOSE_WITHIN));
    }
}
