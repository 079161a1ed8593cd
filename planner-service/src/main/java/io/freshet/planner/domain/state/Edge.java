package io.freshet.planner.domain.state;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.planner.domain.instance.Upstream;
import org.jspecify.annotations.Nullable;

/**
 * One partition as one input of a task sees it.
 *
 * @param fingerprint null while a producer is expected to make the partition and has not
 */
public record Edge(@Nullable Fingerprint fingerprint, Upstream upstream) {
    public Edge with(Upstream next) {
        return new Edge(fingerprint, next);
    }

    public static boolean isUnsettled(@Nullable Edge edge) {
        return edge != null && edge.upstream == Upstream.UNSETTLED;
    }

    /** One if it is unsettled, else none. */
    public static int unsettled(@Nullable Edge edge) {
        return isUnsettled(edge) ? 1 : 0;
    }

    public static @Nullable Fingerprint fingerprintOf(@Nullable Edge edge) {
        return edge == null ? null : edge.fingerprint;
    }
}
