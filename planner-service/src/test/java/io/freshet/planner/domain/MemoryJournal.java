package io.freshet.planner.domain;

import java.util.ArrayList;
import java.util.List;

/** Undoes what was written to tables in memory, and lets one access of many fail. */
final class MemoryJournal {
    /** A failure that the test wants. */
    static final class InjectedFault extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private final List<Runnable> undo = new ArrayList<>();
    private int accessesLeft;
    private boolean deciding;

    /** Whether accesses are those of a decision; others do not fail. */
    void deciding(boolean isDeciding) {
        deciding = isDeciding;
    }

    boolean isDeciding() {
        return deciding;
    }

    /** Lets the access after so many others fail. */
    void failAfter(int accesses) {
        accessesLeft = accesses;
    }

    void disarm() {
        accessesLeft = 0;
    }

    void access() {
        if (deciding && accessesLeft > 0) {
            accessesLeft--;
            if (accessesLeft == 0) {
                throw new InjectedFault();
            }
        }
    }

    void written(Runnable revert) {
        undo.add(revert);
    }

    void commit() {
        undo.clear();
    }

    void rollback() {
        undo.reversed().forEach(Runnable::run);
        undo.clear();
    }
}
