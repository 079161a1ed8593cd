package io.freshet.audit.history;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Lets readers of the database wait until something was written by this process, instead of asking again and again. Thread-safe. */
public final class CommitSignal {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long commits;

    /** How many times something was written so far: to be taken before looking, and given to {@link #await}. */
    public long seen() {
        lock.lock();
        try {
            return commits;
        } finally {
            lock.unlock();
        }
    }

    public void committed() {
        lock.lock();
        try {
            commits++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Returns as soon as more was written than seen, or when the time is over. */
    public void await(long seen, Duration limit) throws InterruptedException {
        long left = limit.toNanos();
        lock.lock();
        try {
            while (commits == seen && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}
