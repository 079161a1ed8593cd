package io.freshet.launcher.kubernetes;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Finds pods of other launchers for which nobody waits any more, as one that was scaled away may leave them. A launcher that runs removes its
 * own at once, and what it has just put on record may not be seen here yet; so a pod counts only when nobody has waited for it for a while.
 * Not thread-safe.
 */
final class OrphanedPods {
    /** For how long nobody waits for a pod before another launcher removes it; longer than any file system hides what was written. */
    static final Duration AFTER = Duration.ofMinutes(5);

    private final InstantSource steady;
    private final Map<String, Instant> unwantedSince = new HashMap<>();

    /**
     * @param steady a clock that nobody sets
     */
    OrphanedPods(InstantSource steady) {
        this.steady = steady;
    }

    /**
     * To be asked again and again for each pod that is there.
     *
     * @return whether the pod may be removed
     */
    boolean isOrphaned(String pod, boolean wanted) {
        if (wanted) {
            unwantedSince.remove(pod);
            return false;
        }
        Instant now = steady.instant();
        Instant since = unwantedSince.computeIfAbsent(pod, _ -> now);
        return Duration.between(since, now).compareTo(AFTER) >= 0;
    }

    /** Forgets those that are not there any more. */
    void retain(Set<String> pods) {
        unwantedSince.keySet().retainAll(pods);
    }
}
