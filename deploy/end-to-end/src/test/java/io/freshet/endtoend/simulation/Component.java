package io.freshet.endtoend.simulation;

import java.util.function.Consumer;

/** A part of the system that can do something, and die. */
interface Component {
    /**
     * Something that could happen next.
     *
     * @param what for people
     */
    record Step(String what, Runnable happen) {}

    String name();

    /** Says what could happen to it now. */
    void offer(Consumer<Step> steps);

    Fuse fuse();

    /** It dies, and another is started in its place. */
    void restart();
}
