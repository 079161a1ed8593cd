package io.freshet.servicekit.streams;

import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.streams.errors.DefaultProductionExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;

/**
 * Remembers what the broker refuses for good, so that the decision that makes it costs one workflow, and where it was met. Under
 * exactly-once such a record cannot be left out of its transaction, so that is rolled back either way.
 */
public final class RefusalHandler extends DefaultProductionExceptionHandler {
    private ThreadFailure failure = new ThreadFailure("unknown");

    @Override
    public Response handleError(
            ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception exception) {
        if (exception instanceof RecordTooLargeException) {
            failure.refused().add(record, exception);
        }
        failure.met(context);
        return super.handleError(context, record, exception);
    }

    @Override
    public void configure(Map<String, ?> configs) {
        super.configure(configs);
        failure = ThreadFailure.of(configs);
    }
}
