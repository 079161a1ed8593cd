package io.freshet.launcher.domain;

import io.freshet.contracts.spec.FailureKind;
import org.jspecify.annotations.Nullable;

/** How what was started came to its end. */
public sealed interface ProcessEnd {
    /**
     * It left its status.
     *
     * @param status 128 + n if signal n ended it
     * @param outOfMemory whether there is evidence that the kernel ended it for want of memory
     */
    record Exited(int status, boolean outOfMemory) implements ProcessEnd {}

    /**
     * Where it ran knows what ended it, and that says more than its status.
     *
     * @param status what it left; null if it left none
     */
    record Failed(
            FailureKind kind, String message, @Nullable Integer status) implements ProcessEnd {}

    /** It is gone and left no status. */
    record Vanished() implements ProcessEnd {}
}
