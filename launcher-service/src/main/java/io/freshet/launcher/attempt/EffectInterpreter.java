package io.freshet.launcher.attempt;

import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.launcher.domain.Effect;
import io.freshet.launcher.domain.Occurrence;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out what is decided for an attempt, one effect at a time; what takes long goes on without it, and what comes of it goes to the
 * attempt's inbox. Thread-safe.
 */
final class EffectInterpreter {
    private static final Logger LOG = LoggerFactory.getLogger(EffectInterpreter.class);
    private static final Duration SEND_AGAIN = Duration.ofSeconds(2);
    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

    private final LauncherContext around;
    private final LogTails logs;
    private final AttemptThreads threads;
    private final AttemptStart start;
    private final OutputTakeover outputs;
    private final Consumer<String> forgotten;

    /**
     * @param forgotten is called with attempts that need nothing more
     */
    EffectInterpreter(LauncherContext around, LogTails logs, AttemptThreads threads, Consumer<String> forgotten) {
        this.around = around;
        this.logs = logs;
        this.threads = threads;
        this.start = new AttemptStart(around, logs, threads);
        this.outputs = new OutputTakeover(around);
        this.forgotten = forgotten;
    }

    /**
     * Returns when the effect is carried out or under way.
     *
     * @return completes, always normally, when the event of the attempt's start is on the log or could not be brought there; for every other
     *     effect it is complete
     * @throws IOException if nothing of it was done, and it is to be tried again
     */
    CompletableFuture<Void> carryOut(Effect effect, AttemptInbox inbox) throws IOException {
        String attempt = inbox.attempt();
        switch (effect) {
            case Effect.Resume(LaunchAttempt launch) -> start.resume(launch, inbox);
            case Effect.Begin(LaunchAttempt launch) -> start.begin(launch, inbox);
            case Effect.PublishStarted(var event) -> {
                return around.reports().started(event).exceptionally(failure -> undelivered(attempt, failure));
            }
            case Effect.PublishDelayed(var event) -> {
                var _ = around.reports().delayed(event).exceptionally(failure -> undelivered(attempt, failure));
            }
            case Effect.ArmTimeout(Duration left) ->
                threads.executeLater(left, () -> inbox.enqueue(new Occurrence.TimeoutElapsed()));
            case Effect.RecordStop(var cause) -> around.records().recordStop(attempt, cause);
            case Effect.Stop() -> around.executor().stop(attempt);
            case Effect.Stage(LaunchAttempt launch) -> threads.executeFiles(() -> inbox.enqueue(outputs.stage(launch)));
            case Effect.EndLog() -> logs.end(attempt, () -> inbox.enqueue(new Occurrence.LogDelivered()));
            case Effect.RecordFinish(AttemptFinished finish) -> around.records().recordFinish(finish);
            case Effect.SendFinish(AttemptFinished finish) -> send(finish, inbox);
            case Effect.RecordReported() -> around.records().recordReported(attempt);
            case Effect.Discard() -> discard(attempt);
            case Effect.Release() -> around.executor().release(attempt);
            case Effect.Forget() -> {
                around.records().close(attempt);
                forgotten.accept(attempt);
            }
        }
        return DONE;
    }

    void followLog(LaunchAttempt launch) throws IOException {
        start.followLog(launch);
    }

    private void send(AttemptFinished finish, AttemptInbox inbox) {
        var _ = around.reports().finished(finish).whenComplete((sent, failure) -> {
            if (failure == null) {
                inbox.enqueue(new Occurrence.Reported());
            } else {
                undelivered(inbox.attempt(), failure);
                threads.executeLater(SEND_AGAIN, () -> send(finish, inbox));
            }
        });
    }

    static Void undelivered(String attempt, Throwable failure) {
        LOG.atWarn().addKeyValue("attempt", attempt).setCause(failure).log("A report could not be delivered");
        return null;
    }

    private void discard(String attempt) {
        if (!around.executor().usesFiles()) {
            return;
        }
        try {
            around.dataPlane().discard(attempt);
        } catch (IOException e) {
            // Only space: the collector of old attempts takes what is left.
            LOG.atWarn().addKeyValue("attempt", attempt).setCause(e).log("An attempt's directory could not be cleared");
        }
    }
}
