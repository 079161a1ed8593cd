package io.freshet.servicekit.time;

/** The end of a thread that was asked to end. */
public final class ThreadEnd {
    private ThreadEnd() {}

    /** Returns when the thread has ended; if the caller is interrupted first, at once, and it stays interrupted. */
    public static void await(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
