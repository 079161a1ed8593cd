package io.freshet.planner.domain.state;

/**
 * How many keys one decision has looked at because inputs have windows, beyond one for each partition or instance. Through a window of
 * 10,000 keys each partition has as many readers and each instance as many partitions, so that a decision counts them, and leaves the
 * rest to later steps when it has looked at enough.
 */
public final class WindowLookups {
    private final long limit;
    private long used;

    /**
     * @param limit after how many keys the decision leaves the rest to later steps; at least one, so that each step gets on
     */
    WindowLookups(long limit) {
        this.limit = Math.max(1, limit);
    }

    /** The keys of a window were looked at. */
    public void count(int keys) {
        used += Math.max(0, keys - 1);
    }

    public boolean isSpent() {
        return used >= limit;
    }

    /**
     * How many more partitions or instances fit that have so many keys each; at least one.
     *
     * @param keys of the widest window
     */
    public int room(long keys) {
        return keys <= 1 ? Integer.MAX_VALUE : Math.clamp((limit - used) / (keys - 1), 1, Integer.MAX_VALUE);
    }
}
