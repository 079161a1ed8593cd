package io.freshet.scheduler.domain;

import io.freshet.contracts.spec.EventTriggerSpec;
import io.freshet.contracts.spec.Pace;
import io.freshet.contracts.spec.PaceSpec;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When events that ask for the same lead to a run, and how many of them. Pure and thread-safe. */
public record EventPace(PaceSpec spec) {
    /**
     * Events that are held back.
     *
     * @param count at least 1
     * @param first when the first of them was read
     * @param last when the last of them was read
     * @param launched when a run was asked for the same last; null: it was not
     */
    public record Held(
            long count,
            Instant first,
            Instant last,
            @Nullable Instant launched) {
        public Held {
            if (count < 1) {
                throw new IllegalArgumentException("nothing is held back");
            }
        }
    }

    /** How many events one run takes up at the most, the first first. */
    public int most() {
        Integer batch = spec.batch();
        return batch == null ? EventTriggerSpec.MOST_EVENTS : Math.min(batch, EventTriggerSpec.MOST_EVENTS);
    }

    /** When the next run is due, if no further event comes; a time that may have passed. */
    public Instant due(Held held) {
        Pace pace = spec.pace();
        Pace now = held.count() >= most() ? new Pace(Duration.ZERO, pace.between()) : pace;
        return now.due(held.first(), held.last(), held.launched());
    }
}
