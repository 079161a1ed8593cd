package io.freshet.scheduler.deadletter;

import io.freshet.contracts.api.DeadLetterDecision;
import io.freshet.contracts.api.DeadLetterOutcome;
import io.freshet.contracts.event.SourceRecord;
import java.util.List;

/** The rejected records, and what was decided about them. Thread-safe. */
public interface DeadLetterLog extends AutoCloseable {
    /**
     * Writes what was decided about some letters of one topic: all of it, or nothing.
     *
     * @param letters where the records were that were rejected; all in this topic
     * @return what became of each
     * @throws io.freshet.servicekit.failure.UnavailableException if Kafka does not answer in time; whether anything was written is not known then
     */
    List<DeadLetterOutcome> decide(String topic, List<SourceRecord> letters, DeadLetterDecision decision);

    @Override
    void close();
}
