package io.freshet.servicekit.decision;

import io.freshet.contracts.event.Event;

/**
 * What one decision changes and emits: its rows and its events, held back until the decision is whole. Either all of it happens or
 * nothing. The tables that the decision reads show what it has written already. Used by one thread at a time.
 */
public interface UnitOfWork {
    /**
     * Emits an event, at the end of the decision.
     *
     * @throws RuntimeException of the service's own kind if the event, or all that the decision emits, is larger than it may be, or Kafka has
     *     refused it before: it costs what the decision is about
     */
    void emit(Event event);

    /** Makes the rows and events since the last end final. What fails here is a fault of the store or of Kafka. */
    void commit();

    /** Drops the rows and events since the last end. */
    void rollback();
}
