package io.freshet.launcher.journal;

import io.freshet.launcher.domain.StopCause;
import org.jspecify.annotations.Nullable;

/**
 * What a journal says of an attempt that is not closed.
 *
 * @param launch where its order is; null: not on record
 * @param stop why it is to be ended; null: it is not
 * @param finish where its end is; null: it has none
 * @param reported whether the broker has the report
 */
record AttemptFacts(
        @Nullable Position launch,
        @Nullable StopCause stop,
        @Nullable Position finish,
        boolean reported) {
    static final AttemptFacts NONE = new AttemptFacts(null, null, null, false);

    /** Whether there is anything to go on with. */
    boolean isKnown() {
        return launch != null || finish != null;
    }

    AttemptFacts withLaunch(Position position) {
        return new AttemptFacts(position, stop, finish, reported);
    }

    AttemptFacts withStop(StopCause cause) {
        return new AttemptFacts(launch, cause, finish, reported);
    }

    AttemptFacts withFinish(Position position) {
        return new AttemptFacts(launch, stop, position, reported);
    }

    AttemptFacts withReported() {
        return new AttemptFacts(launch, stop, finish, true);
    }

    boolean isIn(long segment) {
        return (launch != null && launch.segment() == segment) || (finish != null && finish.segment() == segment);
    }

    long bytes() {
        return (launch == null ? 0L : launch.length()) + (finish == null ? 0L : finish.length());
    }
}
