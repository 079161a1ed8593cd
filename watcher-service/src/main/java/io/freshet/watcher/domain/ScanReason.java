package io.freshet.watcher.domain;

import java.time.Duration;

/**
 * Why a file is looked at, which says how long it must at least have been still before it counts. Only a close says that nobody
 * writes any more; without one, stillness has to do.
 */
public enum ScanReason {
    /** Somebody closed it after writing, or moved it here as a whole, or deleted it. */
    CLOSED(Duration.ZERO, true),
    /** It was found in a directory that has just appeared, where the close may have come before we watched. */
    APPEARED(Duration.ofMillis(50), true),
    /** It changed in some way, without more being known. */
    TOUCHED(Duration.ofMillis(50), true),
    /** A scan found it to differ from what is known. */
    SCANNED(Duration.ofMillis(500), false);

    private final Duration stillness;
    private final boolean recent;

    ScanReason(Duration stillness, boolean recent) {
        this.stillness = stillness;
        this.recent = recent;
    }

    /** How long the file must have been as it is. */
    public Duration stillness(Duration settle) {
        return settle.compareTo(stillness) > 0 ? settle : stillness;
    }

    /** Whether the change has just happened; else its time is only known from the file. */
    public boolean isRecent() {
        return recent;
    }
}
