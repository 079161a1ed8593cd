package io.freshet.contracts.partition;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which partitions of an input an instance of a task reads: those that agree with it in the dimensions that both have, along time within
 * a reach. The one rule for whoever decides and whoever explains. Immutable.
 *
 * @param key the dimensions that task and input share, in the task's order, each as coarse as the coarser side has it
 * @param reach by time dimension of the key, what is read instead of the instance's own value
 */
public record PartitionJoin(List<Dimension> key, Map<String, Reach> reach) {
    /**
     * From where to where one reads, relative to one's own time and counted in intervals of the coarser side; {@code from <= to}. What an
     * input reads does not reach into the future, so there {@code to <= 0}.
     */
    public record Reach(int from, int to) {
        /** The instance's own value only. */
        public static final Reach OWN = new Reach(0, 0);

        /** How many values it has. */
        public long values() {
            return to - from + 1L;
        }

        /** The latest value only. */
        public Reach last() {
            return new Reach(to, to);
        }

        /** Where those are that read so one's own value. */
        public Reach reversed() {
            return new Reach(-to, -from);
        }
    }

    public PartitionJoin {
        key = List.copyOf(key);
        reach = Collections.unmodifiableMap(new LinkedHashMap<>(reach));
    }

    /**
     * Joins the dimensions of a task and of its input.
     *
     * @param window by time dimension, how many values up to and including the task's own are read
     * @param offset by time dimension, by how many values the window is moved; negative is earlier
     */
    public static PartitionJoin of(
            List<Dimension> task, List<Dimension> input, Map<String, Integer> window, Map<String, Integer> offset) {
        List<Dimension> key = shared(task, input);
        Map<String, Reach> reach = new LinkedHashMap<>();
        for (Dimension dimension : key) {
            String name = dimension.name();
            if (window.containsKey(name) || offset.containsKey(name)) {
                int to = offset.getOrDefault(name, 0);
                reach.put(name, new Reach(to + 1 - window.getOrDefault(name, 1), to));
            }
        }
        return new PartitionJoin(key, reach);
    }

    private static List<Dimension> shared(List<Dimension> task, List<Dimension> input) {
        List<Dimension> shared = new ArrayList<>();
        for (Dimension mine : task) {
            for (Dimension theirs : input) {
                if (mine.isDeterminedBy(theirs)) {
                    shared.add(mine);
                } else if (theirs.isDeterminedBy(mine)) {
                    shared.add(theirs);
                }
            }
        }
        return shared;
    }

    /** What is read along a dimension of the key. */
    public Reach reachOf(Dimension dimension) {
        return reach.getOrDefault(dimension.name(), Reach.OWN);
    }
}
