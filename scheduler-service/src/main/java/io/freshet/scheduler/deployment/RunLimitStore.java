package io.freshet.scheduler.deployment;

import io.freshet.contracts.api.RunLimit;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The limits that somebody has set for runs, kept together with the outbox row that publishes them. */
public interface RunLimitStore {
    /**
     * What is to be changed of a limit.
     *
     * @param maxActive null: stays as it is
     * @param paused null: stays as it is
     */
    record Change(@Nullable Integer maxActive, @Nullable Boolean paused) {}

    /** Changes the limit of a run, and returns it as it is then. */
    RunLimit change(String namespace, String run, Change change, String user, Instant at);

    /** The limit that somebody has set for a run; empty if nobody has. */
    Optional<RunLimit> find(String namespace, String run);

    /**
     * Forgets limits that were set longer ago than this: their runs have ended, or have no limit any more but their own.
     *
     * @param limit how many at the most
     * @return how many
     */
    int forget(Duration kept, int limit);
}
