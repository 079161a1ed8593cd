package io.freshet.servicekit.streams;

import io.freshet.contracts.topic.Topics;
import io.freshet.servicekit.kafka.DeadLetters;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a record that a topology cannot read to its topic's dead-letter topic, within the transaction, and goes on. One of a topic of the
 * topology's own, which has none, is only logged. Only what a deserializer refuses by {@link SerializationException} is such a record; any
 * other exception is a fault, see {@link ThreadFailure}.
 */
public final class DeadLetterHandler implements DeserializationExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterHandler.class);

    private ThreadFailure failure = new ThreadFailure("unknown");

    @Override
    public Response handleError(
            ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
        if (!(exception instanceof SerializationException)) {
            failure.met(context);
            return Response.fail();
        }
        LOG.atWarn()
                .addKeyValue("topic", record.topic())
                .addKeyValue("partition", record.partition())
                .addKeyValue("offset", record.offset())
                .addKeyValue("reason", exception.getMessage())
                .log("Rejected a record that cannot be read");
        return Topics.hasDeadLetters(record.topic())
                ? Response.resume(List.of(DeadLetters.of(record, exception)))
                : Response.resume();
    }

    @Override
    public void configure(Map<String, ?> configs) {
        failure = ThreadFailure.of(configs);
    }
}
