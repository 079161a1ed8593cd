package io.freshet.audit.delivery;

import io.freshet.contracts.api.DeliveryInfo;
import java.time.Instant;
import java.util.List;

/** Messages that are to be sent. Thread-safe. */
public interface MessageQueue {
    /**
     * Takes messages that are due, the longest overdue first; nobody else gets them for a while.
     *
     * @param limit how many at the most
     */
    List<Delivery> take(Instant now, int limit);

    /** Keeps what became of an attempt; returns the state in which the message is then. */
    DeliveryInfo.State done(Delivery delivery, SendOutcome outcome, Instant now);
}
