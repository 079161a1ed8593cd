package io.freshet.scheduler.kafka;

import java.util.List;

/** Writes records to the log. For one thread. */
public interface RecordSender extends AutoCloseable {
    /** Writes the records in order, all or none. When it returns, readers see them. */
    void send(List<OutboxRow> rows);

    @Override
    void close();
}
