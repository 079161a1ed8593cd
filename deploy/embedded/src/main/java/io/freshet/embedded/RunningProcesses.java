package io.freshet.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether a process still runs. One that has ended keeps its id until its parent asks how it ended, which nobody may do for long: not in a
 * container whose first process never does. Java takes such a process for alive, though it serves nobody and cannot be stopped.
 */
public final class RunningProcesses {
    private static final String ENDED = "ZX";

    private RunningProcesses() {}

    /** Whether it is there and has not ended. */
    public static boolean contain(ProcessHandle process) {
        return process.isAlive() && !hasEnded(process.pid());
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
