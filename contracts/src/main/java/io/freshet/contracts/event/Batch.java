package io.freshet.contracts.event;

/**
 * The place of an event in a batch of changes that count as one: readers act on none before they have all, so that a join does
 * not see half of what changed together. The parts of a batch have one key and are written in one transaction, in order.
 *
 * @param index of this part, from 0
 * @param last whether no part follows
 */
public record Batch(String id, int index, boolean last) {
    /** A batch of one part. */
    public static Batch single(String id) {
        return new Batch(id, 0, true);
    }
}
