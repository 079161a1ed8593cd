package io.freshet.planner.domain.metadata;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of an instance whose inputs' changes may wait.
 *
 * @param launched by input, a hash of what it read at its last launch
 * @param launchedAt null if it never was
 * @param content of all it would read, when it last changed; empty if nothing waits
 * @param first when the first change came that waits
 * @param last when the last one came
 */
public record PaceState(
        Map<String, String> launched, @Nullable Instant launchedAt, String content, Instant first, Instant last) {
    /** Nothing was ever launched, and no change waits. */
    static final PaceState NONE = new PaceState(Map.of(), null, "", Instant.EPOCH, Instant.EPOCH);

    /** The instance was launched, and no change waits. */
    public static PaceState launched(Map<String, String> hashes, Instant at) {
        return new PaceState(hashes, at, "", Instant.EPOCH, Instant.EPOCH);
    }

    /** Whether a change waits. */
    public boolean isWaiting() {
        return !content.isEmpty();
    }

    /** No change waits any more. */
    PaceState settled() {
        return new PaceState(launched, launchedAt, "", Instant.EPOCH, Instant.EPOCH);
    }

    /** What the instance would read has changed. */
    public PaceState changed(String next, Instant now) {
        return new PaceState(launched, launchedAt, next, isWaiting() ? first : now, now);
    }
}
