package io.freshet.launcher.pod;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * How long this launcher has seen a pod wait. The times in a pod are of other machines' clocks, and ours may be set, so both are measured
 * here, by a clock that nobody sets; a launcher that takes a pod up begins anew.
 *
 * @param pending since the pod was first seen, or wished for
 * @param ending since its deletion was due: first seen, and the grace that it was given over; null if it is not being deleted
 */
public record PodWaits(Duration pending, @Nullable Duration ending) {
    /** What Kubernetes gives to a pod that does not say, in seconds. */
    private static final long DEFAULT_GRACE = 30;

    /** Whether the end of the pod has been due for longer than this. */
    public boolean isEndingFor(Duration patience) {
        return ending != null && ending.compareTo(patience) > 0;
    }

    /** Measures the waits of one pod. Thread-safe. */
    public static final class Measured {
        private final InstantSource steady;
        private final Instant begun;
        private @Nullable Instant deletionSeen;

        /**
         * @param steady a clock that nobody sets
         */
        public Measured(InstantSource steady) {
            this.steady = steady;
            this.begun = steady.instant();
        }

        /** How long it has waited before there was anything to be seen of it. */
        public Duration pending() {
            return Duration.between(begun, steady.instant());
        }

        /** The pod is seen as it is now. */
        public synchronized PodWaits seen(Pod pod) {
            Instant now = steady.instant();
            if (pod.getMetadata().getDeletionTimestamp() == null) {
                return new PodWaits(Duration.between(begun, now), null);
            }
            Instant since = deletionSeen == null ? now : deletionSeen;
            deletionSeen = since;
            return new PodWaits(
                    Duration.between(begun, now), Duration.between(since, now).minusSeconds(grace(pod)));
        }

        private static long grace(Pod pod) {
            Long grace = pod.getMetadata().getDeletionGracePeriodSeconds();
            return grace == null ? DEFAULT_GRACE : grace;
        }
    }
}
