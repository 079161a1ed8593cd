package io.freshet.planner.domain;

/**
 * How much is done at once.
 *
 * @param cascade how many instances one decision unsettles before it leaves the rest to later steps
 * @param fanOut how many readers of one partition are told in the decision that changes it
 * @param inbox with how many of the events that had to wait one step deals
 */
public record Steps(int cascade, int fanOut, int inbox) {
    /** A few ten milliseconds of work. */
    public static final Steps DEFAULT = new Steps(2_000, 1_000, 50);
}
