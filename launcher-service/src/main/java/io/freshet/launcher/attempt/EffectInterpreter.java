package io.freshet.launcher.attempt;

import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.contracts.event.Outcome;
import io.freshet.contracts.spec.FailureKind;
import io.freshet.launcher.dataplane.ActionResult;
import io.freshet.launcher.dataplane.AttemptView;
import io.freshet.launcher.dataplane.DataPlane;
import io.freshet.launcher.dataplane.Owner;
import io.freshet.launcher.dataplane.StageResult;
import io.freshet.launcher.dataplane.ViewResult;
import io.freshet.launcher.domain.Effect;
import io.freshet.launcher.domain.Occurrence;
import io.freshet.launcher.domain.StopCause;
import io.freshet.servicekit.disk.OutOfSpaceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out what is decided for attempts, on threads of its own. Thread-safe. */
final class EffectInterpreter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EffectInterpreter.class);
    private static final Duration SEND_AGAIN = Duration.ofSeconds(2);
    private static final Duration IDLE = Duration.ofSeconds(30);
    /** How long a list of partitions that was sent before the order may take to arrive. */
    private static final Duration LIST_WAIT = Duration.ofSeconds(60);

    private static final Duration LIST_LOOK = Duration.ofMillis(200);
    /** Steps other than building and taking over are short, but may wait for a disk or a server. */
    private static final int SMALL_STEPS = 16;

    private final LogTails logs;
    private final Consumer<String> forgotten;
    private final ExecutorService workers;
    private final ExecutorService fileWorkers;
    private final ScheduledExecutorService timer;

    /**
     * @param parallelism how many attempts may have their view built or their outputs taken over at a time
     * @param forgotten is told of attempts that need nothing more
     */
    EffectInterpreter(LogTails logs, int parallelism, Consumer<String> forgotten) {
        this.logs = logs;
        this.forgotten = forgotten;
        this.workers = platformThreads("freshet-attempt-", Math.max(parallelism, SMALL_STEPS));
        this.fileWorkers = platformThreads("freshet-files-", parallelism);
        this.timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("freshet-attempt-times").factory());
    }

    /**
     * Threads that may block: a file operation holds up a platform thread, but would hold up one of the few carriers of virtual threads, and
     * with them everything else. They end when they are idle.
     */
    private static ExecutorService platformThreads(String name, int threads) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads,
                threads,
                IDLE.toSeconds(),
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name(name, 0).factory());
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    void execute(Runnable work) {
        execute(workers, work);
    }

    private static void execute(ExecutorService executor, Runnable work) {
        try {
            executor.execute(work);
        } catch (RejectedExecutionException e) {
            LOG.atDebug().log("Closing: the next launcher goes on with this attempt");
        }
    }

    void later(Duration pause, Runnable work) {
        try {
            var _ = timer.schedule(() -> execute(work), Math.max(0, pause.toMillis()), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.atDebug().log("Closing: the next launcher goes on with this attempt");
        }
    }

    void carryOut(AttemptRun run, Effect effect) throws IOException {
        LauncherContext around = run.around();
        String attempt = run.attempt();
        switch (effect) {
            case Effect.Resume(LaunchAttempt launch) -> {
                if (around.executor().usesFiles()) {
                    // Which may be missing if the launcher died just after it had read the order.
                    around.records().createDirectory(attempt);
                }
                followLog(around, launch);
                around.executor().resume(launch, occurrence -> submit(run, occurrence));
            }
            case Effect.Begin(LaunchAttempt launch) ->
                execute(fileWorkers, () -> begin(run, launch, System.nanoTime() + LIST_WAIT.toNanos()));
            case Effect.PublishStarted(var event) ->
                run.startReported(
                        around.reports().started(event).exceptionally(failure -> unreported(attempt, failure)));
            case Effect.PublishDelayed(var event) -> {
                var _ = around.reports().delayed(event).exceptionally(failure -> unreported(attempt, failure));
            }
            case Effect.ArmTimeout(Instant end) ->
                later(
                        Duration.between(around.clock().instant(), end),
                        () -> run.enqueue(new Occurrence.TimeoutElapsed()));
            case Effect.RecordStop(var cause) -> around.records().recordStop(attempt, cause);
            case Effect.Stop() -> around.executor().stop(attempt);
            case Effect.Stage(LaunchAttempt launch) -> execute(fileWorkers, () -> run.enqueue(stage(around, launch)));
            case Effect.EndLog() -> logs.end(attempt, () -> run.enqueue(new Occurrence.LogDelivered()));
            case Effect.RecordFinish(AttemptFinished finish) -> around.records().recordFinish(finish);
            case Effect.SendFinish(AttemptFinished finish) -> send(run, finish);
            case Effect.RecordReported() -> around.records().recordReported(attempt);
            case Effect.Discard() -> discard(around, attempt);
            case Effect.Release() -> around.executor().release(attempt);
            case Effect.Forget() -> {
                around.records().close(attempt);
                forgotten.accept(attempt);
            }
        }
    }

    /**
     * @param listsUntil until when lists of partitions are waited for, in the time of {@link System#nanoTime}
     */
    private void begin(AttemptRun run, LaunchAttempt launch, long listsUntil) {
        LauncherContext around = run.around();
        if (!around.executor().usesFiles()) {
            around.executor()
                    .start(
                            launch,
                            new AttemptView(around.records().directory(launch.attempt()), Map.of()),
                            run::enqueue);
            return;
        }
        switch (around.executor().identity(launch)) {
            case IdentityAnswer.Denied(String message) ->
                run.enqueue(new Occurrence.Refused(FailureKind.DENIED, message, null));
            case IdentityAnswer.Granted(var owner) -> {
                try {
                    begin(run, launch, owner, listsUntil);
                } catch (IOException | UncheckedIOException e) {
                    run.enqueue(new Occurrence.Refused(
                            FailureKind.STORAGE,
                            "its directory could not be built on the storage root: " + reason(e),
                            null));
                } catch (RuntimeException e) {
                    LOG.atError()
                            .addKeyValue("attempt", launch.attempt())
                            .setCause(e)
                            .log("A view cannot be built");
                    run.enqueue(
                            new Occurrence.Refused(FailureKind.INVALID, "its directory cannot be built: " + e, null));
                }
            }
        }
    }

    private void begin(AttemptRun run, LaunchAttempt launch, Owner owner, long listsUntil) throws IOException {
        LauncherContext around = run.around();
        DataPlane dataPlane = around.dataPlane();
        Optional<ActionResult> known = dataPlane.lookUp(launch.work());
        if (known.isPresent()) {
            run.enqueue(
                    new Occurrence.Answered(succeeded(known.get(), known.get().attempt())));
            around.published().verify(known.get().outputs());
            return;
        }
        switch (dataPlane.prepare(launch.attempt(), launch.work(), view(around, launch), owner)) {
            case ViewResult.Ready(AttemptView view) -> {
                followLog(around, launch);
                around.executor().start(launch, view, occurrence -> submit(run, occurrence));
            }
            case ViewResult.InputChanged(String message) ->
                run.enqueue(new Occurrence.Refused(FailureKind.INPUT_CHANGED, message, null));
            case ViewResult.Damaged(String message) ->
                run.enqueue(new Occurrence.Refused(FailureKind.INVALID, message, null));
            case ViewResult.ListMissing(String message) -> {
                if (System.nanoTime() - listsUntil < 0) {
                    // Lists and orders come by different ways.
                    later(LIST_LOOK, () -> execute(fileWorkers, () -> begin(run, launch, listsUntil)));
                } else {
                    run.enqueue(new Occurrence.Refused(FailureKind.INPUT_LIST_MISSING, message, null));
                }
            }
            case ViewResult.InputDamaged damaged -> run.enqueue(refuse(around, damaged));
        }
    }

    private static Occurrence.Refused refuse(LauncherContext around, ViewResult.InputDamaged damaged)
            throws IOException {
        boolean isAsked = around.published().recompute(damaged.dataset(), damaged.partition(), damaged.message());
        return isAsked
                ? new Occurrence.Refused(
                        FailureKind.INPUT_DAMAGED, damaged.message() + "; the task that made it runs again", null)
                : new Occurrence.Refused(
                        FailureKind.INVALID,
                        "%s, and who made it is not known: run the task that makes %s with --force"
                                .formatted(damaged.message(), damaged.dataset()),
                        null);
    }

    /**
     * As whom an attempt wrote. A pod sees nothing but its own directories, so that nobody else's file can be among what it leaves there,
     * and the volume may name other owners than it.
     */
    private static Owner writer(LauncherContext around, LaunchAttempt launch) {
        return around.executor().isTiedToMachine()
                        && around.executor().identity(launch) instanceof IdentityAnswer.Granted(Owner owner)
                ? owner
                : Owner.OURSELVES;
    }

    private static AttemptView view(LauncherContext around, LaunchAttempt launch) {
        return around.dataPlane()
                .view(launch.attempt(), launch.work(), around.executor().isTiedToMachine());
    }

    /** An end that another launcher was asked for is none that came from outside. */
    private static void submit(AttemptRun run, Occurrence occurrence) {
        if (occurrence instanceof Occurrence.Ended || occurrence instanceof Occurrence.Refused) {
            if (run.around().records().isAskedToCancel(run.attempt())) {
                run.enqueue(new Occurrence.StopOrdered(StopCause.CANCELLED));
            }
        }
        run.enqueue(occurrence);
    }

    void followLog(LauncherContext around, LaunchAttempt launch) throws IOException {
        if (around.executor().usesFiles()) {
            logs.follow(launch, around.records().directory(launch.attempt()));
        }
    }

    private Occurrence stage(LauncherContext around, LaunchAttempt launch) {
        if (!around.executor().usesFiles()) {
            return new Occurrence.Staged(new Outcome.Succeeded(List.of(), Map.of(), null));
        }
        Owner writer = writer(around, launch);
        try {
            return switch (around.dataPlane().stage(launch.attempt(), launch.work(), view(around, launch), writer)) {
                case StageResult.Staged(ActionResult result) -> {
                    around.published().verify(result.outputs());
                    yield new Occurrence.Staged(succeeded(result, null));
                }
                case StageResult.Rejected(String message) -> new Occurrence.Rejected(FailureKind.CHECK, message);
            };
        } catch (IOException | UncheckedIOException e) {
            return new Occurrence.Rejected(
                    FailureKind.STORAGE, "its outputs could not be stored on the storage root: " + reason(e));
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("attempt", launch.attempt()).setCause(e).log("Outputs cannot be stored");
            return new Occurrence.Rejected(FailureKind.INVALID, "its outputs cannot be stored: " + e);
        }
    }

    /** What a failure says to people; what is ours is a sentence, what is the system's needs the kind of exception to be understood. */
    private static String reason(Exception failure) {
        return failure instanceof OutOfSpaceException full ? String.valueOf(full.getMessage()) : failure.toString();
    }

    private static Outcome.Succeeded succeeded(ActionResult result, @Nullable String cachedFrom) {
        return new Outcome.Succeeded(result.outputs(), result.results(), cachedFrom);
    }

    private void send(AttemptRun run, AttemptFinished finish) {
        var _ = run.around().reports().finished(finish).whenComplete((sent, failure) -> {
            if (failure == null) {
                run.enqueue(new Occurrence.Reported());
            } else {
                unreported(run.attempt(), failure);
                later(SEND_AGAIN, () -> send(run, finish));
            }
        });
    }

    private static Void unreported(String attempt, Throwable failure) {
        LOG.atWarn().addKeyValue("attempt", attempt).setCause(failure).log("A report could not be delivered");
        return null;
    }

    private static void discard(LauncherContext around, String attempt) {
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

    @Override
    public void close() {
        timer.shutdownNow();
        fileWorkers.close();
        workers.close();
    }
}
