package io.freshet.endtoend.simulation;

import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which story is played: the same plan, the same story.
 *
 * @param steps how much happens from outside
 */
record Plan(long seed, int steps, Set<Fault> faults) {
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    /** The story of a seed with everything that may happen. */
    static Plan of(long seed) {
        return new Plan(seed, 3 + new Random(seed * SPREAD).nextInt(18), EnumSet.allOf(Fault.class));
    }

    /** A source of luck for one purpose, so that leaving out a fault leaves the luck of others as it is. */
    Random luck(String purpose) {
        return new Random(seed * SPREAD ^ (long) purpose.hashCode() * 0x1_0000_0001L);
    }

    boolean has(Fault fault) {
        return faults.contains(fault);
    }

    Plan without(Fault fault) {
        EnumSet<Fault> fewer = EnumSet.allOf(Fault.class);
        fewer.retainAll(faults);
        fewer.remove(fault);
        return new Plan(seed, steps, fewer);
    }

    Plan withSteps(int fewer) {
        return new Plan(seed, fewer, faults);
    }

    /** The properties that play it again. */
    @Override
    public String toString() {
        String left = Stream.of(Fault.values())
                .filter(fault -> !faults.contains(fault))
                .map(Fault::name)
                .collect(Collectors.joining(","));
        return "-Dfreshet.simulation.seed=%d -Dfreshet.simulation.steps=%d -Dfreshet.simulation.without=%s"
                .formatted(seed, steps, left);
    }
}
