package io.freshet.watcher.domain;

import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.DerivedId;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which volumes of a dataset are hidden, as it is remembered across restarts.
 *
 * @param number counts the times that the set of hidden volumes has grown, so that a confirmation of one is none of the next
 * @param volumes empty: nothing is hidden
 */
public record Disappearance(long number, SortedSet<String> volumes) {
    public static final Disappearance NONE = new Disappearance(0, new TreeSet<>());

    public Disappearance {
        volumes = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(volumes));
    }

    /** What follows when these are hidden. */
    public Disappearance with(SortedSet<String> hidden) {
        boolean grown = !volumes.containsAll(hidden);
        return new Disappearance(grown ? number + 1 : number, hidden);
    }

    /** Names it in a confirmation; the same after a restart. */
    public String id(DatasetRef dataset) {
        return DerivedId.of("deletions", dataset.toString(), Long.toString(number));
    }
}
