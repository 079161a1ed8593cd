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
 * One attempt while this launcher has something to do for it: takes occurrences one after the other and carries out what follows from each,
 * in order. An effect that fails because a disk is full or away is tried again until it succeeds, and what comes after it waits. Occurrences
 * may be told from any thread.
 */
final class AttemptRun {
    private static final Logger LOG = LoggerFactory.getLogger(AttemptRun.class);
    private static final Backoff BACKOFF = Backoff.ofMillis(200, 30_000);

    private final String attempt;
    private final LauncherContext around;
    private final EffectInterpreter workshop;
    private final Instant since;
    private final boolean fresh;
    private final Deque<Occurrence> occurrences = new ArrayDeque<>();
    private final Deque<Effect> effects = new ArrayDeque<>();
    private AttemptState state;
    private boolean busy;
    /** Of the effect in hand. */
    private int failures;
    /** Done when the start is on the log, or could not be brought there. */
    private volatile CompletableFuture<Void> startTold = CompletableFuture.completedFuture(null);

    /**
     * @param fresh whether this launcher read the order, rather than an earlier one
     */
    AttemptRun(String attempt, AttemptState state, boolean fresh, LauncherContext around, EffectInterpreter workshop) {
        this.attempt = attempt;
        this.state = state;
        this.fresh = fresh;
        this.around = around;
        this.workshop = workshop;
        this.since = around.clock().instant();
    }

    String attempt() {
        return attempt;
    }

    LauncherContext around() {
        return around;
    }

    synchronized boolean isRunning() {
        return state instanceof AttemptState.Running;
    }

    void enqueue(Occurrence occurrence) {
        synchronized (this) {
            occurrences.add(occurrence);
            if (busy) {
                return;
            }
            busy = true;
        }
        workshop.execute(this::work);
    }

    /**
     * The start is being told.
     *
     * @param told completes, always normally, when that is over
     */
    void startReported(CompletableFuture<Void> told) {
        startTold = told;
    }

    private void work() {
        try {
            for (Effect effect = next(); effect != null; effect = next()) {
                if (effect instanceof Effect.RecordFinish && !startTold.isDone()) {
                    // With its end on record, nobody would tell of the start after a kill.
                    var _ = startTold.thenRun(() -> workshop.execute(this::work));
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
        workshop.carryOut(this, effect);
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
        workshop.later(pause, this::work);
    }

    private void count(Occurrence occurrence, Decision decision) {
        if (fresh && occurrence instanceof Occurrence.Started(var process) && state instanceof AttemptState.Accepted) {
            around.figures().started(Duration.between(since, process.at()));
        }
        if (decision.next() instanceof AttemptState.Closing(AttemptFinished finish, boolean _, boolean _)
                && !(state instanceof AttemptState.Closing)) {
            around.figures().finished(finish.outcome());
        }
    }
}
