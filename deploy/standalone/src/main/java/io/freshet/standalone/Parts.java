package io.freshet.standalone;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has started so far, to be stopped in the opposite order, also while more is starting. Thread-safe. */
final class Parts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private boolean closed;

    /**
     * Takes a part that has started.
     *
     * @throws IllegalStateException if everything is being stopped; the part has been stopped then
     */
    <T extends AutoCloseable> T add(T part) {
        synchronized (this) {
            if (!closed) {
                parts.push(part);
                return part;
            }
        }
        stop(part);
        throw new IllegalStateException("stopped while it was starting");
    }

    @Override
    public void close() {
        for (AutoCloseable part = next(); part != null; part = next()) {
            stop(part);
        }
    }

    private synchronized @Nullable AutoCloseable next() {
        closed = true;
        return parts.poll();
    }

    private static void stop(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            LOG.atError()
                    .addKeyValue("part", part.getClass().getSimpleName())
                    .setCause(e)
                    .log("Could not stop a part in an orderly way");
        }
    }
}
