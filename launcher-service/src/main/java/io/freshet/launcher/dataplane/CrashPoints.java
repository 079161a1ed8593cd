package io.freshet.launcher.dataplane;

/** Called before every step that lasts, so that a test can die there. Does nothing in production. */
@FunctionalInterface
public interface CrashPoints {
    CrashPoints NONE = step -> {};

    void reach(String step);
}
