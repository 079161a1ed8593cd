package io.freshet.servicekit.http;

import java.util.List;

/** What a service says of itself, for whoever keeps it running. Thread-safe; answers within seconds. */
public interface ServiceHealth {
    /** False if it does not go on by itself and is to be started again. It comes from progress and not from threads that exist. */
    boolean isAlive();

    /** What keeps it from its work now, each in a sentence for people; empty: it is ready. */
    List<String> problems();

    /** What somebody should look at, though it keeps nothing from its work. */
    default List<String> warnings() {
        return List.of();
    }
}
