package io.freshet.scheduler.deployment;

/** Where a deployment is cut short, in the order in which it gets there. */
enum KillPoint {
    BEFORE_CODE,
    AFTER_CODE,
    BEFORE_COMMIT,
    AFTER_COMMIT,
    BEFORE_SEND,
    AFTER_SEND,
    BEFORE_MARK,
    AFTER_MARK,
    NEVER;

    boolean isBeforeCommit() {
        return compareTo(AFTER_COMMIT) < 0;
    }

    /** Ends this life if it is the one. */
    void reached(KillPoint here) {
        if (this == here) {
            throw new Killed();
        }
    }
}
