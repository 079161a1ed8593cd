package io.freshet.launcher.attempt;

import io.freshet.contracts.event.Outcome;
import java.time.Duration;

/** Counts what happens to attempts. Thread-safe, quick. */
public interface AttemptMetrics {
    /**
     * @param latency from reading the order to launch until the process ran; only for launches of this launcher
     */
    void started(Duration latency);

    void finished(Outcome outcome);
}
