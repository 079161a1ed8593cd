package io.freshet.contracts.spec;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How changes of an input, or events of a trigger, are gathered before they lead to a launch. What is held back is not lost: the launch
 * comes later, for all of it.
 *
 * @param debounce the launch comes when there was nothing new for this long, at the latest after {@link #PATIENCE} times as long; null: at
 *     once
 * @param throttle how long at least lies between two launches; null: no time
 * @param batch how many new or changed files, in whole partitions, or events one launch takes up at the most, and how many make a debounce
 *     end; null: any number
 */
public record PaceSpec(
        @Nullable Duration debounce,
        @Nullable Duration throttle,
        @Nullable Integer batch) {
    public static final PaceSpec AT_ONCE = new PaceSpec(null, null, null);

    /** A debounce ends after so many times its length, even if the input changes all the time. */
    public static final int PATIENCE = 10;

    /** {@link #AT_ONCE}, for what is not written when it equals that. */
    public PaceSpec() {
        this(null, null, null);
    }

    /** What it comes to, where nothing ends the debounce. */
    public Pace pace() {
        return new Pace(orNone(debounce), orNone(throttle));
    }

    private static Duration orNone(@Nullable Duration duration) {
        return duration == null ? Duration.ZERO : duration;
    }
}
