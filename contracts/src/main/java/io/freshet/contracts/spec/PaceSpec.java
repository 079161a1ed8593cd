package io.freshet.contracts.spec;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How changes of an input are gathered before they make an instance run. What is held back is not lost: the instance runs later, on
 * all of it.
 *
 * @param debounce the instance runs when the input has not changed for this long, at the latest after {@link #PATIENCE} times as
 *     long; null: at once
 * @param throttle how long at least lies between two launches that the input causes; null: no time
 * @param batch how many new or changed files one launch takes up at the most, in whole partitions, and how many make a debounce end;
 *     null: any number
 */
public record PaceSpec(
        @Nullable Duration debounce,
        @Nullable Duration throttle,
        @Nullable Integer batch) {
    public static final PaceSpec AT_ONCE = new PaceSpec(null, null, null);

    /** A debounce ends after so many times its length, even if the input changes all the time. */
    public static final int PATIENCE = 10;
}
