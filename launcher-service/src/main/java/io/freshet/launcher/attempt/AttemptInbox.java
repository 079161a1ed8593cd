package io.freshet.launcher.attempt;

import io.freshet.launcher.domain.Occurrence;

/** An attempt for what is done on its behalf: where what came of it goes. Thread-safe. */
interface AttemptInbox {
    String attempt();

    /** Takes what happened; it is dealt with after all that was taken before. */
    void enqueue(Occurrence occurrence);
}
