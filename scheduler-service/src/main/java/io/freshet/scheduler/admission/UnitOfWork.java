package io.freshet.scheduler.admission;

import io.freshet.contracts.event.Event;

/**
 * What one decision of admission changes and emits: rows of its tables and events, held back until the decision is whole. Either all of
 * it happens or nothing. The tables show what has been written. Used by one thread at a time.
 */
public interface UnitOfWork {
    /** The tables whose rows are held back. */
    AdmissionTables tables();

    /**
     * Emits an event, at the end of the decision.
     *
     * @throws BoundExceededException if the event is larger than one may be, or than Kafka takes
     */
    void emit(Event event);

    /** How many bytes of rows were read and written since the last end: what the decision has in memory. */
    long bytes();

    /** Makes rows and events since the last end final. What fails here is a fault of the store or of Kafka. */
    void commit();

    /** Drops rows and events since the last end. */
    void rollback();
}
