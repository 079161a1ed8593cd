package io.freshet.endtoend.simulation;

/** Lets a component die after a number of things that it does. */
final class Fuse {
    private int left = -1;

    /**
     * @param more how much is still done before it dies
     */
    void light(int more) {
        left = more;
    }

    void putOut() {
        left = -1;
    }

    /** To be called before everything that lasts. */
    void burn() {
        if (left == 0) {
            putOut();
            throw new SimulatedCrash();
        }
        if (left > 0) {
            left--;
        }
    }
}
