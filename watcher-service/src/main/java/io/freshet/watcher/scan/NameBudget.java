package io.freshet.watcher.scan;

/** How much memory the names take that all scans of a watcher hold of the directories that they are in. Thread-safe. */
public final class NameBudget {
    /** Some three million names of 15 characters. */
    public static final int MOST_BYTES = 64 * 1024 * 1024;

    private final long most;
    private long held;

    public NameBudget() {
        this(MOST_BYTES);
    }

    /** @param most bytes */
    public NameBudget(long most) {
        this.most = most;
    }

    /** Whether there was room. */
    synchronized boolean take(int bytes) {
        if (held + bytes > most) {
            return false;
        }
        held += bytes;
        return true;
    }

    synchronized void giveBack(long bytes) {
        held -= bytes;
    }

    synchronized long held() {
        return held;
    }
}
