package io.freshet.launcher.attempt;

import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.LogChunk;
import io.freshet.contracts.event.TaskEvent.AttemptStarted;
import io.freshet.contracts.event.TaskEvent.StateChanged;
import java.util.concurrent.CompletableFuture;

/** Where attempts are reported. Thread-safe. A result completes when the report cannot be lost any more, or exceptionally if it was not made. */
public interface Reports {
    CompletableFuture<Void> started(AttemptStarted event);

    /**
     * @param event says what an attempt waits for before it can start
     */
    CompletableFuture<Void> delayed(StateChanged event);

    CompletableFuture<Void> finished(AttemptFinished event);

    CompletableFuture<Void> log(LogChunk chunk);
}
