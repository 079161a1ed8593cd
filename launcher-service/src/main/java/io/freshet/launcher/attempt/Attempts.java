package io.freshet.launcher.attempt;

import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.LaunchCommand.CancelAttempt;
import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.launcher.domain.AttemptLifecycle;
import io.freshet.launcher.domain.AttemptState;
import io.freshet.launcher.domain.FinishEvents;
import io.freshet.launcher.domain.Occurrence;
import io.freshet.launcher.domain.StopCause;
import io.freshet.servicekit.storage.StorageRoot;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All attempts of a launcher. An order that is read again finds its attempt on record: one that is under way is left alone, one that ended
 * is reported again with the same words. Thread-safe, but one attempt's orders come from one thread, in their order.
 */
public final class Attempts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);

    private final LauncherContext around;
    private final AttemptThreads threads;
    private final EffectInterpreter effectInterpreter;
    private final Map<String, AttemptRun> runs = new ConcurrentHashMap<>();
    /** Attempts that are on our list and could not be read yet. */
    private final Set<String> deferred = ConcurrentHashMap.newKeySet();

    /**
     * @param parallelism how many attempts may have their view built or their outputs taken over at a time
     */
    public Attempts(LauncherContext around, LogTails logs, int parallelism) {
        this.around = around;
        this.threads = new AttemptThreads(parallelism);
        this.effectInterpreter = new EffectInterpreter(around, logs, threads, runs::remove);
    }

    /** Takes up what an earlier launcher of this name has left. To be called once, before any order. */
    public void resume() throws IOException {
        for (String attempt : around.records().open()) {
            resumeOrDefer(attempt);
        }
        LOG.atInfo()
                .addKeyValue("attempts", runs.size())
                .addKeyValue("unreadable", deferred.size())
                .log("Took up what was left");
    }

    /** Tries again to take up what could not be read before. To be called from one thread, now and then. */
    public void resumeDeferred() {
        for (String attempt : List.copyOf(deferred)) {
            deferred.remove(attempt);
            resumeOrDefer(attempt);
        }
    }

    /** An attempt whose records cannot be read now keeps none of the others from going on. */
    private void resumeOrDefer(String attempt) {
        try {
            resume(attempt);
        } catch (IOException | RuntimeException e) {
            deferred.add(attempt);
            LOG.atError()
                    .addKeyValue("attempt", attempt)
                    .setCause(e)
                    .log("What was left of an attempt cannot be read now; trying again");
        }
    }

    /**
     * Takes over what launchers of other names have left that do not run any more. Nothing is done where attempts can only be looked after on
     * the machine on which they run.
     *
     * @param root on which the launchers keep their locks
     */
    public void inherit(StorageRoot root) throws IOException {
        if (around.executor().isTiedToMachine()) {
            return;
        }
        for (String other : around.records().others()) {
            Optional<LauncherLock> lock = LauncherLock.tryAcquire(root, other);
            if (lock.isPresent()) {
                try (LauncherLock _ = lock.get()) {
                    List<String> inherited = around.records().inherit(other);
                    inherited.forEach(this::resumeOrDefer);
                    LOG.atInfo()
                            .addKeyValue("launcher", other)
                            .addKeyValue("attempts", inherited.size())
                            .log("Took over from a launcher that is gone");
                }
            }
        }
    }

    private void resume(String attempt) throws IOException {
        Optional<AttemptState> left = left(attempt);
        if (left.isEmpty()) {
            LOG.atError()
                    .addKeyValue("attempt", attempt)
                    .log("What is on record of an attempt is damaged: it is left alone until its order comes again");
            return;
        }
        if (left.get() instanceof AttemptState.Closing) {
            followRestOfLog(attempt);
        }
        begin(attempt, left.get(), false).enqueue(new Occurrence.Resumed());
    }

    /** Returns when the order cannot be lost if this process dies; the attempt itself goes on meanwhile. */
    public void launch(LaunchAttempt launch) throws IOException {
        String attempt = launch.attempt();
        AttemptRun known = runs.get(attempt);
        if (known != null) {
            known.enqueue(new Occurrence.LaunchOrdered());
            return;
        }
        if (around.records().isKnown(attempt)) {
            orderedAgain(launch);
            return;
        }
        around.crashPoints().reach("before RecordLaunch");
        around.records().recordLaunch(launch);
        around.crashPoints().reach("after RecordLaunch");
        begin(attempt, new AttemptState.Accepted(launch, null), true).enqueue(new Occurrence.NotBegun());
    }

    private void orderedAgain(LaunchAttempt launch) throws IOException {
        String attempt = launch.attempt();
        Optional<AttemptFinished> finish = around.records().finish(attempt);
        if (finish.isPresent()) {
            reportAgain(finish.get());
        } else if (around.records().isOurs(attempt)) {
            // What was on record of it was damaged when this launcher started.
            around.records().recordLaunch(launch);
            resume(attempt);
        } else {
            LOG.atInfo().addKeyValue("attempt", attempt).log("Another launcher has this attempt");
        }
    }

    /** Publishes why an attempt cannot be begun yet whose order is not on record. */
    public void reportDelayed(LaunchAttempt launch, String why) {
        var _ = around.reports()
                .delayed(AttemptLifecycle.delayed(launch, why, around.clock().instant()))
                .exceptionally(failure -> EffectInterpreter.undelivered(launch.attempt(), failure));
    }

    /** Returns when the disk itself has the orders. */
    public void sync() throws IOException {
        around.records().sync();
    }

    /** Ends the attempt. One that is not known is reported as cancelled, and can no longer be launched. */
    public void cancel(CancelAttempt cancel) throws IOException {
        AttemptRun run = runs.get(cancel.attempt());
        if (run != null) {
            run.enqueue(new Occurrence.StopOrdered(StopCause.CANCELLED));
            return;
        }
        Optional<AttemptFinished> finish = around.records().finish(cancel.attempt());
        if (finish.isPresent()) {
            reportAgain(finish.get());
        } else if (around.records().askToCancel(cancel.attempt())) {
            around.executor().stop(cancel.attempt());
        } else {
            AttemptFinished never =
                    FinishEvents.neverBegun(cancel, around.clock().instant());
            around.records().recordFinish(never);
            reportAgain(never);
        }
    }

    /** Ends what other launchers were asked to end. To be called from one thread, now and then. */
    public void cancelAsked() throws IOException {
        for (String attempt : around.records().askedToCancel()) {
            AttemptRun run = runs.get(attempt);
            if (run == null || around.records().isStopOnRecord(attempt)) {
                around.records().forgetAsked(attempt);
            } else {
                run.enqueue(new Occurrence.StopOrdered(StopCause.CANCELLED));
            }
        }
    }

    /** Whether something is left to do for the attempt, by this launcher or another. */
    public boolean isOpen(String attempt) {
        return runs.containsKey(attempt) || around.records().isOpenAnywhere(attempt);
    }

    /** How many attempts are not done with. */
    public int open() {
        return runs.size();
    }

    /** How many processes or pods run. */
    public int running() {
        return (int) runs.values().stream().filter(AttemptRun::isRunning).count();
    }

    /** Ends everything that runs; it will be reported as lost, and so be tried again. */
    public void stopAll() {
        runs.values().forEach(run -> run.enqueue(new Occurrence.StopOrdered(StopCause.LAUNCHER_CLOSED)));
    }

    /** Leaves everything as it is: what runs keeps running, and the next launcher of this name takes it up. */
    @Override
    public void close() {
        threads.close();
    }

    private void followRestOfLog(String attempt) throws IOException {
        Optional<LaunchAttempt> launch = around.records().launch(attempt);
        if (launch.isPresent() && around.records().hasLog(attempt)) {
            effectInterpreter.followLog(launch.get());
        }
    }

    private void reportAgain(AttemptFinished finish) {
        begin(finish.attempt(), new AttemptState.Closing(finish, false, false), false)
                .enqueue(new Occurrence.Resumed());
    }

    private AttemptRun begin(String attempt, AttemptState state, boolean fresh) {
        AttemptRun run = new AttemptRun(attempt, state, fresh, around, effectInterpreter, threads);
        runs.put(attempt, run);
        return run;
    }

    private Optional<AttemptState> left(String attempt) throws IOException {
        AttemptRecords records = around.records();
        Optional<AttemptFinished> finish = records.finish(attempt);
        if (finish.isPresent()) {
            return Optional.of(new AttemptState.Closing(finish.get(), records.isReported(attempt), false));
        }
        @Nullable
        StopCause stop = records.stop(attempt).map(StopCause::afterRestart).orElse(null);
        return records.launch(attempt).map(launch -> new AttemptState.Accepted(launch, stop));
    }
}
