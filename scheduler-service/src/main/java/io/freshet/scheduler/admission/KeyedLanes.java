package io.freshet.scheduler.admission;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Lanes that differ in the keys of their limits and in their runs alone, by their places. The lanes of one key wait behind the first of
 * them, so that of a key whose limit is reached one lane is looked at.
 */
final class KeyedLanes {
    private final Map<Lane.Group, NavigableMap<Ageing.Place, Lane>> lanes = new HashMap<>();
    private final NavigableMap<Ageing.Place, Lane.Group> firsts = new TreeMap<>();

    boolean isEmpty() {
        return lanes.isEmpty();
    }

    /** Adds a lane at a place that no other has. */
    void add(Ageing.Place place, Lane lane) {
        Lane.Group group = lane.key().group();
        NavigableMap<Ageing.Place, Lane> others = lanes.computeIfAbsent(group, key -> new TreeMap<>());
        if (!others.isEmpty()) {
            firsts.remove(others.firstKey());
        }
        others.put(place, lane);
        firsts.put(others.firstKey(), group);
    }

    void remove(Ageing.Place place, Lane lane) {
        Lane.Group group = lane.key().group();
        NavigableMap<Ageing.Place, Lane> all = Objects.requireNonNull(lanes.get(group));
        firsts.remove(all.firstKey());
        all.remove(place);
        if (all.isEmpty()) {
            lanes.remove(group);
        } else {
            firsts.put(all.firstKey(), group);
        }
    }

    /** The first lane of which something may be served. */
    Optional<Map.Entry<Ageing.Place, Lane>> first(FairQueue.Limits limits) {
        Map.@Nullable Entry<Ageing.Place, Lane> best = null;
        for (Map.Entry<Ageing.Place, Lane.Group> next : firsts.entrySet()) {
            if (best != null && best.getKey().compareTo(next.getKey()) < 0) {
                break;
            }
            if (limits.isOpen(next.getValue())) {
                best = earlier(best, firstOf(next.getValue(), limits));
            }
        }
        return Optional.ofNullable(best);
    }

    private Map.@Nullable Entry<Ageing.Place, Lane> firstOf(Lane.Group group, FairQueue.Limits limits) {
        for (Map.Entry<Ageing.Place, Lane> each :
                Objects.requireNonNull(lanes.get(group)).entrySet()) {
            if (limits.isOpen(each.getValue().key().runGroup())) {
                return each;
            }
        }
        return null;
    }

    private static Map.@Nullable Entry<Ageing.Place, Lane> earlier(
            Map.@Nullable Entry<Ageing.Place, Lane> one, Map.@Nullable Entry<Ageing.Place, Lane> other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.getKey().compareTo(other.getKey()) < 0 ? one : other;
    }
}
