package io.freshet.launcher.attempt;

import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.LogChunk;
import io.freshet.contracts.event.TaskEvent.AttemptStarted;
import java.util.concurrent.CompletableFuture;

/** Where attempts are reported. Thread-safe. A result completes when the report cannot be lost any more, or exceptionally if it was not made. */
public interface Reports {
    CompletableFuture<Void> started(AttemptStarted event);

    CompletableFuture<Void> finished(AttemptFinished event);

    CompletableFuture<Void> log(LogChunk chunk);
}
