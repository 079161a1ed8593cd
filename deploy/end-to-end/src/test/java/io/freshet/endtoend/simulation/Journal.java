package io.freshet.endtoend.simulation;

import java.util.ArrayDeque;
import java.util.Deque;

/** The open transaction of a component: how to undo what it wrote. */
final class Journal {
    private final Deque<Runnable> undo = new ArrayDeque<>();
    private final Fuse fuse;

    /**
     * @param fuse of the component, which may burn down at any write
     */
    Journal(Fuse fuse) {
        this.fuse = fuse;
    }

    Fuse fuse() {
        return fuse;
    }

    /** To be called before a write. */
    void writing(Runnable undoing) {
        fuse.burn();
        undo.push(undoing);
    }

    void commit() {
        undo.clear();
    }

    void abort() {
        while (!undo.isEmpty()) {
            undo.pop().run();
        }
    }
}
