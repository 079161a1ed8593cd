package io.freshet.launcher.attempt;

import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.LogChunk;
import io.freshet.contracts.event.TaskEvent.AttemptStarted;
import io.freshet.contracts.event.TaskEvent.StateChanged;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** A broker in memory, which outlives launchers. */
public final class RecordedReports implements Reports {
    public final List<AttemptStarted> started = new CopyOnWriteArrayList<>();
    public final List<StateChanged> delays = new CopyOnWriteArrayList<>();
    public final List<AttemptFinished> finished = new CopyOnWriteArrayList<>();
    public final List<LogChunk> chunks = new CopyOnWriteArrayList<>();
    /** Whether reports arrive. */
    public volatile boolean reachable = true;

    /** Whether starts are under way for ever: sent, and neither there nor refused. */
    public volatile boolean startsLinger;

    @Override
    public CompletableFuture<Void> started(AttemptStarted event) {
        return startsLinger ? new CompletableFuture<>() : take(started, event);
    }

    @Override
    public CompletableFuture<Void> delayed(StateChanged event) {
        return take(delays, event);
    }

    @Override
    public CompletableFuture<Void> finished(AttemptFinished event) {
        return take(finished, event);
    }

    @Override
    public CompletableFuture<Void> log(LogChunk chunk) {
        return take(chunks, chunk);
    }

    /** The log of the one attempt that there is, as somebody sees it who puts every chunk at its offset. */
    public String log() {
        return log(chunks);
    }

    /** The log of one of several attempts. */
    public String log(String attempt) {
        return log(
                chunks.stream().filter(chunk -> chunk.attempt().equals(attempt)).toList());
    }

    private static String log(List<LogChunk> chunks) {
        StringBuilder log = new StringBuilder();
        long end = 0;
        for (LogChunk chunk : chunks) {
            if (chunk.offset() == end) {
                log.append(chunk.text());
                end += chunk.bytes();
            } else if (chunk.offset() > end) {
                throw new AssertionError("a gap in the log at " + end + ": " + chunk);
            }
        }
        return log.toString();
    }

    private <E> CompletableFuture<Void> take(List<E> events, E event) {
        if (!reachable) {
            return CompletableFuture.failedFuture(new IllegalStateException("the broker is away"));
        }
        events.add(event);
        return CompletableFuture.completedFuture(null);
    }
}
