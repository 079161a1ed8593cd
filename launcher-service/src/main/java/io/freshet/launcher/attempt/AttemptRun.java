package io.freshet.launcher.attempt;

import io.freshet.contracts.event.AttemptFinished;
import io.freshet.launcher.domain.AttemptState;
import io.freshet.launcher.domain.Decision;
import io.freshet.launcher.domain.Effect;
import io.freshet.launcher.domain.Occurrence;
import io.freshet.servicekit.time.Backoff;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt while this launcher has something to do for it, and the loop that carries it on: takes occurrences one after the other, decides
 * what follows from each, and has it carried out, in order. An effect that fails because a disk is full or away is tried again until it
 * succeeds, and what comes after it waits. Occurrences may come from any thread; the loop runs on one thread at a time.
 */
final class AttemptRun implements AttemptInbox {
    private static final Logger LOG = LoggerFactory.getLogger(AttemptRun.class);
    private static final Backoff BACKOFF = Backoff.ofMillis(200, 30_000);

    private final String attempt;
    private final LauncherContext around;
    private final EffectInterpreter effectInterpreter;
    private final AttemptThreads threads;
    private final Instant since;
    private final boolean fresh;
    private final Deque<Occurrence> occurrences = new ArrayDeque<>();
    private final Deque<Effect> effects = new ArrayDeque<>();
    private AttemptState state;
    private boolean busy;
    /** Of the effect in hand. */
    private int failures;
    /** Done when the start is on the log, or could not be brought there. */
    private volatile CompletableFuture<Void> startPublished = CompletableFuture.completedFuture(null);

    /**
     * @param fresh whether this launcher read the order, rather than an earlier one
     */
    AttemptRun(
            String attempt,
            AttemptState state,
            boolean fresh,
            LauncherContext around,
            EffectInterpreter effectInterpreter,
            AttemptThreads threads) {
        this.attempt = attempt;
        this.state = state;
        this.fresh = fresh;
        this.around = around;
        this.effectInterpreter = effectInterpreter;
        this.threads = threads;
        this.since = around.clock().instant();
    }

    @Override
    public String attempt() {
        return attempt;
    }

    synchronized boolean isRunning() {
        return state instanceof AttemptState.Running;
    }

    @Override
    public void enqueue(Occurrence occurrence) {
        synchronized (this) {
            occurrences.add(occurrence);
            if (busy) {
                return;
            }
            busy = true;
        }
        threads.execute(this::loop);
    }

    private void loop() {
        try {
            for (Effect effect = next(); effect != null; effect = next()) {
                if (effect instanceof Effect.RecordFinish && !startPublished.isDone()) {
                    // With its end on record, nobody would publish the start after a kill.
                    var _ = startPublished.thenRun(() -> threads.execute(this::loop));
                    return;
                }
                carryOut(effect);
                synchronized (this) {
                    effects.remove();
                    failures = 0;
                }
            }
        } catch (IOException | RuntimeException e) {
            againLater(e);
        }
    }

    /** The effect to carry out; null if there is nothing to do until something else happens. */
    private synchronized @Nullable Effect next() {
        while (effects.isEmpty()) {
            Occurrence occurrence = occurrences.poll();
            if (occurrence == null) {
                busy = false;
                return null;
            }
            Instant now = around.clock().instant();
            Decision decision = around.lifeCycle().decide(state, occurrence, now);
            count(occurrence, decision);
            state = decision.next();
            effects.addAll(decision.effects());
        }
        return effects.element();
    }

    private void carryOut(Effect effect) throws IOException {
        String step = effect.getClass().getSimpleName();
        around.crashPoints().reach("before " + step);
        CompletableFuture<Void> published = effectInterpreter.carryOut(effect, this);
        if (effect instanceof Effect.PublishStarted) {
            startPublished = published;
        }
        around.crashPoints().reach("after " + step);
    }

    private void againLater(Exception failure) {
        failures++;
        Duration pause = BACKOFF.pause(failures);
        LOG.atWarn()
                .addKeyValue("attempt", attempt)
                .addKeyValue("step", effects.element().getClass().getSimpleName())
                .addKeyValue("again", pause)
                .setCause(failure)
                .log("A step of an attempt failed and is tried again");
        threads.executeLater(pause, this::loop);
    }

    private void count(Occurrence occurrence, Decision decision) {
        if (fresh
                && occurrence instanceof Occurrence.Started(var process, var _)
                && state instanceof AttemptState.Accepted) {
            around.metrics().started(Duration.between(since, process.at()));
        }
        if (decision.next() instanceof AttemptState.Closing(AttemptFinished finish, boolean _, boolean _)
                && !(state instanceof AttemptState.Closing)) {
            around.metrics().finished(finish.outcome());
        }
    }
}
