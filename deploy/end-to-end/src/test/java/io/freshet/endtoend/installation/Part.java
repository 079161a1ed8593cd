package io.freshet.endtoend.installation;

/** What an installation consists of, and what can be killed by itself. */
public enum Part {
    BROKER,
    DATABASE,
    WATCHER,
    PLANNER,
    SCHEDULER,
    LAUNCHER,
    AUDIT
}
