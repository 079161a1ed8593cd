package io.freshet.launcher.domain;

/** Why the launcher itself ends an attempt. */
public enum StopCause {
    /** It ran longer than it may. */
    TIMEOUT,
    /** Somebody asked for it. */
    CANCELLED,
    /** The launcher was closed and told to leave nothing running. */
    LAUNCHER_CLOSED
}
