package io.freshet.planner.domain;

import java.util.List;

/** What is true when nothing is left to do, whatever has happened. */
final class EndOfStory {
    private EndOfStory() {}

    /**
     * Compares what there is with a full rebuild.
     *
     * @param invariants that have observed the world
     */
    static void check(World world, List<WorldState.Observer> invariants) {
        Invariants.pendingCountsUnsettledEdges(world);
        Invariants.everythingSettles(world);
        new Oracle(world).check();
        for (WorldState.Observer invariant : invariants) {
            switch (invariant) {
                case Invariants.RunsAddUp runs -> runs.check();
                case Invariants.HistoryEqualsFoldOfEvents history -> history.check(world);
                default -> {}
            }
        }
    }
}
