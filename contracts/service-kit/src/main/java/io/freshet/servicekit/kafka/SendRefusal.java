package io.freshet.servicekit.kafka;

import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;

/** Distinguishes a record that Kafka will never take from a Kafka that does not answer now. */
public final class SendRefusal {
    /** More than any chain of causes has that is not a circle. */
    private static final int DEEPEST = 20;

    private SendRefusal() {}

    /** Whether sending the same record again would be refused again: it is too large, cannot be serialised, or its topic cannot be. */
    public static boolean isFinal(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++, cause = cause.getCause()) {
            if (cause instanceof RecordTooLargeException
                    || cause instanceof RecordBatchTooLargeException
                    || cause instanceof SerializationException
                    || cause instanceof InvalidRecordException
                    || cause instanceof InvalidTopicException) {
                return true;
            }
        }
        return false;
    }
}
