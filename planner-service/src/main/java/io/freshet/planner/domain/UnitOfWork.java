package io.freshet.planner.domain;

import io.freshet.contracts.event.Event;
import io.freshet.planner.domain.state.BoundExceededException;

/**
 * What one decision changes and says: its rows and its events, held back until the decision is whole. Either all of it happens or
 * nothing. The tables that the decision reads show what it has written already. Used by one thread at a time.
 */
public interface UnitOfWork {
    /**
     * Says something, at the end of the decision.
     *
     * @throws BoundExceededException if the event, or all that the decision says, is larger than it may be
     */
    void emit(Event event);

    /** Makes the rows and events since the last end final. What fails here is a fault of the store or of Kafka. */
    void commit();

    /** Drops the rows and events since the last end. */
    void rollback();
}
