package io.freshet.launcher.domain;

/** Why the launcher itself ends an attempt. */
public enum StopCause {
    /** It ran longer than it may. */
    TIMEOUT,
    /** Somebody asked for it. */
    CANCELLED,
    /** The launcher was closed and is to leave nothing running. */
    LAUNCHER_CLOSED,
    /** An earlier launcher of this name was closed so, and died before it had put the end on record. */
    EARLIER_LAUNCHER_CLOSED;

    /** The cause as the next launcher reads it. */
    public StopCause afterRestart() {
        return this == LAUNCHER_CLOSED ? EARLIER_LAUNCHER_CLOSED : this;
    }
}
