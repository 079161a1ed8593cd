package io.freshet.watcher.notify;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The notices that a watch has still to deal with. Bounded: where there are too many, they are lost, and that is noted. Anybody may
 * add; one thread drains and waits.
 */
public final class FileEventQueue {
    private static final int MOST = 100_000;
    private static final int MOST_AT_ONCE = 1_000;

    /** What is empty only wakes up. */
    private final LinkedBlockingQueue<Optional<FileEvent>> queue = new LinkedBlockingQueue<>(MOST);

    private final Deque<Optional<FileEvent>> taken = new ArrayDeque<>();
    private final AtomicBoolean lost = new AtomicBoolean();

    public void add(FileEvent notice) {
        if (!queue.offer(Optional.of(notice))) {
            lost.set(true);
        }
    }

    public void lose() {
        lost.set(true);
    }

    /** Whether notices were lost since this was last asked. */
    public boolean takeLost() {
        return lost.getAndSet(false);
    }

    /** Hands over what is there, in order, but only so much at once. */
    public void drain(Consumer<FileEvent> taker) {
        queue.drainTo(taken, MOST_AT_ONCE);
        while (!taken.isEmpty()) {
            taken.poll().ifPresent(taker);
        }
    }

    public boolean isEmpty() {
        return taken.isEmpty() && queue.isEmpty();
    }

    /** Waits for a notice, at most so long. */
    public void await(Duration limit) throws InterruptedException {
        var first = taken.isEmpty() ? queue.poll(limit.toNanos(), TimeUnit.NANOSECONDS) : null;
        if (first != null) {
            taken.add(first);
        }
    }

    /** Lets the waiting thread look up. */
    public void wakeUp() {
        queue.offer(Optional.empty());
    }
}
