package io.freshet.endtoend.simulation;

/** A class of what may go wrong or interfere; a failure is narrowed down by leaving some out. */
enum Fault {
    /** Streams tasks of catalogue, planner and admission die and begin again from what was committed. */
    STREAMS_CRASHES,
    /** The launcher with its publisher dies and takes up what it left. */
    LAUNCHER_CRASHES,
    /** The watcher dies, and sends again what it does not know to be sent. */
    WATCHER_CRASHES,
    /** Components stand still for a while. */
    PAUSES,
    /** Attempts fail for reasons of their own. */
    FAILURES,
    /** Attempts vanish. */
    LOSSES,
    /** Attempts that were told to stop go on and end well, perhaps after their successors. */
    ZOMBIES,
    /** Definitions and requests are written twice. */
    DUPLICATES,
    DEPLOYMENTS,
    REQUESTS,
    CANCELLATIONS,
    RESIZES,
    DELETIONS
}
