package io.freshet.standalone;

/** Follows how a start goes on. Called by several threads. */
public interface StartListener {
    /** Hears nothing. */
    StartListener NONE = part -> {};

    /**
     * A part of the standalone, such as the broker or a service, is there.
     *
     * @param part its name for people
     */
    void ready(String part);
}
