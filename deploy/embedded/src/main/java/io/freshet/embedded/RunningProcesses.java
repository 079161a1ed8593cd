package io.freshet.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Whether a process still runs. One that has ended keeps its id until its parent asks how it ended, which nobody may do for long: not in a
 * container whose first process never does. Java takes such a process for alive, though it serves nobody and cannot be stopped.
 */
public final class RunningProcesses {
    private static final String ENDED = "ZX";
    private static final long LOOK_EVERY_MILLIS = 10;

    private RunningProcesses() {}

    /** Whether it is there and has not ended. */
    public static boolean contain(ProcessHandle process) {
        return process.isAlive() && !hasEnded(process.pid());
    }

    /** Waits until a process has ended; Java's own wait does not return before its parent has asked how. False if it has not in time. */
    public static boolean awaitEnd(ProcessHandle process, Duration limit) throws InterruptedException {
        long begin = System.nanoTime();
        while (contain(process)) {
            if (System.nanoTime() - begin >= limit.toNanos()) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
        }
        return true;
    }

    /** By the state that proc(5) has in {@code /proc/pid/stat}, behind the name of the program, which is in parentheses. */
    private static boolean hasEnded(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            int state = stat.lastIndexOf(')') + 2;
            return state < stat.length() && ENDED.indexOf(stat.charAt(state)) >= 0;
        } catch (IOException e) {
            // Gone since, or a system without /proc: what Java says counts.
            return false;
        }
    }
}
