package io.freshet.audit.delivery;

import io.freshet.contracts.api.DeliveryInfo;
import io.freshet.contracts.spec.AlertSpec;

/** Hears what becomes of messages. Thread-safe. */
public interface DeliveryListener {
    /**
     * A message was sent, or could not be.
     *
     * @param state pending: it is sent again later
     */
    void attempted(AlertSpec.Channel channel, DeliveryInfo.State state);
}
