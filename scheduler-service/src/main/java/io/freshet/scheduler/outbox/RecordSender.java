package io.freshet.scheduler.outbox;

import java.util.List;

/** Writes records to the log. For one thread. */
public interface RecordSender extends AutoCloseable {
    /** Opens senders. Opening one ends the one before, wherever it is. */
    @FunctionalInterface
    interface Opener {
        /**
         * @param outbox whose rows are to be sent
         */
        RecordSender open(String outbox);
    }

    /** Which of these rows the sender before had written, though nobody noted it. */
    List<OutboxRow> writtenBefore(List<OutboxRow> rows);

    /**
     * Writes the records in order, all or none. When it returns, readers see them.
     *
     * @throws RefusedRecordException if one of them can never be written
     */
    void send(List<OutboxRow> rows);

    @Override
    void close();
}
