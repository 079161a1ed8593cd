package io.freshet.watcher.intake;

import io.freshet.contracts.upstream.UpstreamEvent;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The topic of upstream events, to be appended to. Thread-safe. */
public interface EventLog {
    /** There is no room for them now, or the broker does not answer: they are to be sent again later, which is harmless. */
    final class BusyException extends Exception {
        private static final long serialVersionUID = 1L;

        public BusyException(String message) {
            super(message);
        }
    }

    /**
     * Appends events in their order.
     *
     * @return complete when the log has them all; exceptionally where it has perhaps not, with {@link BusyException} or a fault
     * @throws BusyException if none was appended
     */
    CompletableFuture<Void> append(List<UpstreamEvent> events) throws BusyException;
}
