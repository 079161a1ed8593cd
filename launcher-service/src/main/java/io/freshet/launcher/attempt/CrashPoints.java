package io.freshet.launcher.attempt;

/** Called around every step that lasts, so that a test can die there. Does nothing in production. */
@FunctionalInterface
public interface CrashPoints {
    CrashPoints NONE = step -> {};

    void reach(String step);
}
