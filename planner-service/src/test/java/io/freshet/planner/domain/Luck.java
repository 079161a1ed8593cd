package io.freshet.planner.domain;

import java.util.List;
import java.util.Random;

/** What is decided by chance, the same for the same seed. */
final class Luck {
    private Random random;

    Luck(long seed) {
        random = new Random(seed);
    }

    /** Goes on with the luck of another seed. */
    void of(long seed) {
        random = new Random(seed);
    }

    Random random() {
        return random;
    }

    /** From 0 to one less. */
    int number(int bound) {
        return random.nextInt(bound);
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
