package io.freshet.planner.domain.model;

import io.freshet.planner.domain.PlannerInput;

/**
 * How much is done at once.
 *
 * @param cascade how many instances one decision unsettles, and how many it evaluates, before it leaves the rest to later steps
 * @param fanOut how many readers of partitions that many instances read are notified in one decision
 * @param inFlight how many instances of a workflow may wait for their attempts before no more of those that are held are let go: what
 *     comes after them in the topics would wait behind all of them
 * @param inbox with how many of the events that had to wait one step deals
 * @param reading how gathers are listed and windows looked at
 */
public record StepLimits(int cascade, int fanOut, int inFlight, int inbox, Reading reading) {
    /**
     * How much of what instances read is looked at.
     *
     * @param lists how the partitions of gathers are listed
     * @param windowKeys at how many keys one decision looks because inputs have windows; as many as one window may have
     */
    record Reading(ListBounds lists, int windowKeys) {}

    /** How many instances of what is left over are touched at once; the rest waits for {@link PlannerInput.Continue}. */
    public static final int STEP = 100;

    private static final int WINDOWS_OF_A_FAN_OUT = 10;

    /** A few ten milliseconds of work. */
    public static final StepLimits DEFAULT = new StepLimits(2_000, 1_000, 2_000, 50);

    public StepLimits(int cascade, int fanOut, int inFlight, int inbox) {
        this(cascade, fanOut, inFlight, inbox, new Reading(ListBounds.DEFAULT, WINDOWS_OF_A_FAN_OUT * fanOut));
    }

    public StepLimits with(ListBounds bounds) {
        return new StepLimits(cascade, fanOut, inFlight, inbox, new Reading(bounds, windowKeys()));
    }

    public StepLimits withWindowKeys(int keys) {
        return new StepLimits(cascade, fanOut, inFlight, inbox, new Reading(lists(), keys));
    }

    public ListBounds lists() {
        return reading.lists();
    }

    public int windowKeys() {
        return reading.windowKeys();
    }

    /** As the default, but lets everything go: nobody waits behind it. */
    public static final StepLimits UNHURRIED = new StepLimits(
                    DEFAULT.cascade(), DEFAULT.fanOut(), Integer.MAX_VALUE, DEFAULT.inbox())
            .withWindowKeys(Integer.MAX_VALUE);
}
