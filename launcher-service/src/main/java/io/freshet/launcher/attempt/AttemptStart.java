package io.freshet.launcher.attempt;

import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.contracts.spec.FailureKind;
import io.freshet.launcher.dataplane.ActionResult;
import io.freshet.launcher.dataplane.AttemptView;
import io.freshet.launcher.dataplane.Owner;
import io.freshet.launcher.dataplane.ViewResult;
import io.freshet.launcher.domain.Occurrence;
import io.freshet.launcher.domain.StopCause;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets an attempt begin: asks as whom it may run, looks for a result that answers it, builds its directory and starts its process or pod.
 * Thread-safe.
 */
final class AttemptStart {
    private static final Logger LOG = LoggerFactory.getLogger(AttemptStart.class);
    /** How long a list of partitions that was sent before the order may take to arrive. */
    private static final Duration LIST_WAIT = Duration.ofSeconds(60);

    private static final Duration LIST_LOOK = Duration.ofMillis(200);

    private final LauncherContext around;
    private final LogTails logs;
    private final AttemptThreads threads;

    AttemptStart(LauncherContext around, LogTails logs, AttemptThreads threads) {
        this.around = around;
        this.logs = logs;
        this.threads = threads;
    }

    /** Begins an attempt, on a thread for files. */
    void begin(LaunchAttempt launch, AttemptInbox inbox) {
        long listsUntil = System.nanoTime() + LIST_WAIT.toNanos();
        threads.executeFiles(() -> begin(launch, inbox, listsUntil));
    }

    /** Looks after one whose process or pod an earlier launcher has started. */
    void resume(LaunchAttempt launch, AttemptInbox inbox) throws IOException {
        if (around.executor().usesFiles()) {
            // Which may be missing if the launcher died just after it had read the order.
            around.records().createDirectory(launch.attempt());
        }
        followLog(launch);
        around.executor().resume(launch, occurrence -> submit(occurrence, inbox));
    }

    void followLog(LaunchAttempt launch) throws IOException {
        if (around.executor().usesFiles()) {
            logs.follow(launch, around.records().directory(launch.attempt()));
        }
    }

    /**
     * @param listsUntil until when lists of partitions are waited for, in the time of {@link System#nanoTime}
     */
    private void begin(LaunchAttempt launch, AttemptInbox inbox, long listsUntil) {
        if (!around.executor().usesFiles()) {
            AttemptView none = new AttemptView(around.records().directory(launch.attempt()), Map.of());
            around.executor().start(launch, none, inbox::enqueue);
            return;
        }
        switch (around.executor().identity(launch)) {
            case IdentityAnswer.Denied(String message) ->
                inbox.enqueue(new Occurrence.Refused(FailureKind.DENIED, message, null));
            case IdentityAnswer.Granted(var owner) -> {
                try {
                    begin(launch, owner, inbox, listsUntil);
                } catch (IOException | UncheckedIOException e) {
                    inbox.enqueue(new Occurrence.Refused(
                            FailureKind.STORAGE,
                            "its directory could not be built on the storage root: " + OutputTakeover.reason(e),
                            null));
                } catch (RuntimeException e) {
                    LOG.atError()
                            .addKeyValue("attempt", launch.attempt())
                            .setCause(e)
                            .log("A view cannot be built");
                    inbox.enqueue(
                            new Occurrence.Refused(FailureKind.INVALID, "its directory cannot be built: " + e, null));
                }
            }
        }
    }

    private void begin(LaunchAttempt launch, Owner owner, AttemptInbox inbox, long listsUntil) throws IOException {
        Optional<ActionResult> known = around.dataPlane().lookUp(launch.work());
        if (known.isPresent()) {
            ActionResult result = known.get();
            inbox.enqueue(new Occurrence.Answered(OutputTakeover.succeeded(result, result.attempt())));
            around.published().verify(result.outputs());
            return;
        }
        switch (around.dataPlane().prepare(launch.attempt(), launch.work(), around.view(launch), owner)) {
            case ViewResult.Ready(AttemptView view) -> {
                followLog(launch);
                around.executor().start(launch, view, occurrence -> submit(occurrence, inbox));
            }
            case ViewResult.InputChanged(String message) ->
                inbox.enqueue(new Occurrence.Refused(FailureKind.INPUT_CHANGED, message, null));
            case ViewResult.Damaged(String message) ->
                inbox.enqueue(new Occurrence.Refused(FailureKind.INVALID, message, null));
            case ViewResult.ListMissing(String message) -> {
                if (System.nanoTime() - listsUntil < 0) {
                    // Lists and orders come by different ways.
                    threads.executeLater(LIST_LOOK, () -> threads.executeFiles(() -> begin(launch, inbox, listsUntil)));
                } else {
                    inbox.enqueue(new Occurrence.Refused(FailureKind.INPUT_LIST_MISSING, message, null));
                }
            }
            case ViewResult.InputDamaged damaged -> inbox.enqueue(refuse(damaged));
        }
    }

    private Occurrence.Refused refuse(ViewResult.InputDamaged damaged) throws IOException {
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

    /** An end that another launcher was asked for is none that came from outside. */
    private void submit(Occurrence occurrence, AttemptInbox inbox) {
        if ((occurrence instanceof Occurrence.Ended || occurrence instanceof Occurrence.Refused)
                && around.records().isAskedToCancel(inbox.attempt())) {
            inbox.enqueue(new Occurrence.StopOrdered(StopCause.CANCELLED));
        }
        inbox.enqueue(occurrence);
    }
}
