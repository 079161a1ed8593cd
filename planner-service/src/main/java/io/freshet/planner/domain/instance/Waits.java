package io.freshet.planner.domain.instance;

/**
 * What an instance waits for before it is evaluated.
 *
 * @param pending how many partitions it reads may still be changed by their producers
 * @param holds how many incomplete batches changed something it reads
 */
public record Waits(int pending, int holds) {
    public Waits {
        if (pending < 0 || holds < 0) {
            throw new IllegalStateException("counts of an instance fell below zero: %d, %d".formatted(pending, holds));
        }
    }

    boolean isNothing() {
        return pending == 0 && holds == 0;
    }
}
