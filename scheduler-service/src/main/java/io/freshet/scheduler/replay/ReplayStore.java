package io.freshet.scheduler.replay;

import io.freshet.contracts.api.Page;
import io.freshet.contracts.api.ReplayInfo;
import io.freshet.contracts.api.ReplayRun;
import io.freshet.servicekit.failure.UnavailableException;
import java.time.Duration;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Replays, kept. A step of one changes together with what it publishes, in one transaction, so that it is done once however often it is
 * begun. Every method throws {@link UnavailableException} if the store cannot be reached. Thread-safe.
 */
public interface ReplayStore {
    /** What is published and not on the log yet at which a replay waits. */
    int MOST_UNSENT = 2_000;

    /**
     * Keeps a replay, which begins to be read at once. One that is known by its id stays as it is.
     *
     * @param spans what it is to read, by partition of the topic
     * @return the replay as it is then
     */
    ReplayInfo begin(Replay replay, SequencedMap<Integer, ReplayLog.Span> spans);

    /**
     * Does the next step of the replay that was asked for first, of those that no other scheduler is at.
     *
     * @return false if there is nothing to do now: no replay reads, or what was published has to get onto the log first
     */
    boolean advance(ReplayLog log);

    /**
     * A replay.
     *
     * @param prefix of its id; of several that begin with it none is meant
     */
    Optional<ReplayInfo> find(String prefix);

    /**
     * Newest first.
     *
     * @param after the cursor of the page before
     */
    Page<ReplayInfo> list(@Nullable String after, int limit);

    /**
     * The runs that a replay asks for, by their ids.
     *
     * @param after the cursor of the page before
     */
    Page<ReplayRun> runs(String replay, @Nullable String after, int limit);

    /**
     * Ends a replay and publishes that its runs are cancelled; nothing happens to the reading of one that has finished.
     *
     * @return the replay as it is then
     */
    Optional<ReplayInfo> cancel(String replay, String user);

    /**
     * Forgets replays that finished longer ago than this.
     *
     * @param limit how many at the most
     * @return how many
     */
    int forget(Duration kept, int limit);
}
