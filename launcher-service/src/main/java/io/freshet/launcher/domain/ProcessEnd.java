package io.freshet.launcher.domain;

/** How what was started came to its end. */
public sealed interface ProcessEnd {
    /**
     * It left its status.
     *
     * @param status 128 + n if signal n ended it
     * @param outOfMemory whether there is evidence that the kernel ended it for want of memory
     */
    record Exited(int status, boolean outOfMemory) implements ProcessEnd {}

    /** It is gone and left no status. */
    record Vanished() implements ProcessEnd {}
}
