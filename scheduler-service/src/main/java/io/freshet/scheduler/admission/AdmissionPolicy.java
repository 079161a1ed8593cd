package io.freshet.scheduler.admission;

import java.time.Duration;

/**
 * What an installation decides about admission.
 *
 * @param defaultSlots of a pool that nobody defined; at least 1
 * @param sharesSlots whether attempts of a batch have one slot together, because launchers let them work one after the other
 * @param ageing how much longer one must have waited to go before one whose priority is higher by one, see {@link Ageing}
 */
public record AdmissionPolicy(int defaultSlots, boolean sharesSlots, Duration ageing) {
    /** By default, a minute makes up for a point of priority. */
    public static final Duration AGEING = Duration.ofMinutes(1);

    /** A day: beyond it the lowest priority would wait for years. */
    public static final Duration LONGEST_AGEING = Duration.ofDays(1);

    public AdmissionPolicy {
        if (defaultSlots < 1) {
            throw new IllegalArgumentException("a pool that nobody defined has at least 1 slot");
        }
        if (ageing.isNegative() || ageing.compareTo(LONGEST_AGEING) > 0) {
            throw new IllegalArgumentException("ageing must be from 0 to a day for each point of priority");
        }
    }

    public AdmissionPolicy(int defaultSlots, boolean sharesSlots) {
        this(defaultSlots, sharesSlots, AGEING);
    }
}
