package io.freshet.scheduler.trigger;

import io.freshet.contracts.upstream.UpstreamEvent;
import io.freshet.servicekit.failure.UnavailableException;
import java.util.List;

/** The topic of upstream events, as one of its readers sees it. For one thread. */
public interface EventLog extends AutoCloseable {
    /**
     * The next events, after a moment at the latest; none if none came. What cannot be read is left to whoever puts it into the dead letters,
     * and what a replay says again to the replay.
     *
     * @throws UnavailableException if the broker does not answer
     */
    List<UpstreamEvent> poll();

    /** What was polled last has been dealt with, and is not read again. */
    void done();

    /** What was polled last is polled once more. */
    void again();

    @Override
    void close();
}
