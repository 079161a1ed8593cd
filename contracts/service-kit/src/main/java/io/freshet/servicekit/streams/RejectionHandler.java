package io.freshet.servicekit.streams;

import io.freshet.contracts.topic.Topics;
import io.freshet.servicekit.kafka.DeadLetters;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a record that the rules reject to its topic's dead-letter topic, within the transaction, and goes on. Any other failure is a fault
 * of the store or of the broker: the record may be half done, so the thread fails and the transaction is rolled back, see
 * {@link ThreadFailure}.
 */
public final class RejectionHandler implements ProcessingExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(RejectionHandler.class);

    private ThreadFailure failure = new ThreadFailure("unknown");

    @Override
    public Response handleError(ErrorHandlerContext context, Record<?, ?> record, Exception exception) {
        if (!(exception instanceof RejectedRecordException)) {
            failure.met(context);
            return Response.fail();
        }
        LOG.atWarn()
                .addKeyValue("topic", context.topic())
                .addKeyValue("partition", context.partition())
                .addKeyValue("offset", context.offset())
                .addKeyValue("reason", exception.getMessage())
                .log("Rejected a record");
        if (!Topics.hasDeadLetters(context.topic())) {
            return Response.resume();
        }
        ConsumerRecord<byte[], byte[]> source = new ConsumerRecord<>(
                context.topic(),
                context.partition(),
                context.offset(),
                context.timestamp(),
                TimestampType.CREATE_TIME,
                0,
                0,
                context.sourceRawKey(),
                context.sourceRawValue(),
                context.headers(),
                Optional.empty());
        return Response.resume(List.of(DeadLetters.of(source, exception)));
    }

    @Override
    public void configure(Map<String, ?> configs) {
        failure = ThreadFailure.of(configs);
    }
}
