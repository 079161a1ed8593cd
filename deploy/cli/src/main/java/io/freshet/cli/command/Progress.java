package io.freshet.cli.command;

import io.freshet.cli.failure.CommandException;
import io.freshet.cli.failure.ExitCode;
import io.freshet.cli.session.Session;
import io.freshet.contracts.api.AuditClient;
import io.freshet.contracts.api.DeployedWorkflow;
import io.freshet.contracts.api.Filter;
import io.freshet.contracts.api.RunCounts;
import io.freshet.contracts.api.RunInfo;
import io.freshet.contracts.api.RunState;
import io.freshet.contracts.api.Settled;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.id.WorkflowRef;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Waits for work and shows how it goes, on the error stream, so that the output stays what was asked for. */
final class Progress {
    private static final Duration STEP = Duration.ofSeconds(2);
    /** Where nobody looks, a line is only worth its place now and then. */
    private static final Duration RARELY = Duration.ofSeconds(15);

    private static final Duration LOOK_EVERY = Duration.ofMillis(50);
    /** How many runs may have begun between a deployment's and the question for it. */
    private static final int RECENT_RUNS = 200;

    private final Session session;
    private final AuditClient audit;

    /** What was shown last; a line is shown once. */
    private String shown = "";

    private long shownAt;

    Progress(Session session, AuditClient audit) {
        this.session = session;
        this.audit = audit;
        this.shownAt = System.nanoTime() - (session.isInteractive() ? RARELY.toNanos() : 0);
    }

    /**
     * Waits until a run has finished.
     *
     * @throws CommandException if it cannot finish, because its workflow is faulted, or does not in time
     */
    RunInfo awaitRun(WorkflowRef workflow, String run, Duration limit) throws IOException, InterruptedException {
        return awaitRun(run, limit, new FaultCheck(audit, workflow, 0));
    }

    private RunInfo awaitRun(String run, Duration limit, FaultCheck fault) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            Optional<RunInfo> info = Lookup.find(() -> audit.awaitRun(run, STEP));
            if (info.isPresent()) {
                if (info.get().state().isFinished()) {
                    return info.get();
                }
                show(info.get());
            } else {
                // The request is on the log, and has not reached the history yet.
                TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
            }
            fault.requireGoing();
            requireTime(deadline, "run " + run);
        }
    }

    /**
     * Waits until what a deployment set in motion has come to rest, and directories show it.
     *
     * @param firstLook at datasets that it has made the watcher watch
     * @throws CommandException if it does not come to rest, because the version made its workflow faulted, or does not in time
     */
    int awaitVersion(DeployedWorkflow deployed, FirstLook firstLook, Duration limit)
            throws IOException, InterruptedException {
        WorkflowRef workflow = deployed.workflow();
        int version = deployed.version();
        long deadline = System.nanoTime() + limit.toNanos();
        FaultCheck fault = new FaultCheck(audit, workflow, version);
        RunInfo run = null;
        // A version that was deployed already has no run of its own.
        if (!deployed.unchanged()) {
            String own = awaitOwnRun(workflow, version, deadline, fault);
            run = awaitRun(own, left(deadline), fault);
        }
        firstLook.await(deadline);
        awaitRest(workflow, version, deadline, fault);
        Filter failed = Filter.ANY
                .namespace(workflow.namespace())
                .workflow(workflow.workflow())
                .state(InstanceState.FAILED)
                .limit(5);
        var failures = audit.instances(failed);
        new Failures(session, audit).print(failures, session.err());
        new PublicationWait(step -> audit.awaitPublication(workflow, step), this::show).await(left(deadline));
        boolean ownFailed = run != null && run.state() != RunState.SUCCEEDED;
        return failures.items().isEmpty() && !ownFailed ? ExitCode.OK : ExitCode.FAILED;
    }

    /** Waits until directories show what had been made when a run finished. */
    void awaitPublication(RunInfo run, Duration limit) throws IOException {
        new PublicationWait(step -> audit.awaitPublication(run.run(), step), this::show).await(limit);
    }

    private static Duration left(long deadline) {
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }

    /** The run with which the planner took the version over: before it has begun, nothing of the version has happened. */
    private String awaitOwnRun(WorkflowRef workflow, int version, long deadline, FaultCheck fault)
            throws IOException, InterruptedException {
        Filter recent = Filter.ANY
                .namespace(workflow.namespace())
                .workflow(workflow.workflow())
                .limit(RECENT_RUNS);
        while (true) {
            Optional<RunInfo> own = audit.runs(recent).items().stream()
                    .filter(run -> isOf(run, version))
                    .findFirst();
            if (own.isPresent()) {
                return own.get().run();
            }
            fault.requireGoing();
            requireTime(deadline, workflow.toString());
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
        }
    }

    private static boolean isOf(RunInfo run, int version) {
        Cause cause = run.cause();
        Integer of = run.workflowVersion();
        return cause != null && cause.kind() == Cause.Kind.DEPLOYED && of != null && of >= version;
    }

    private void awaitRest(WorkflowRef workflow, int version, long deadline, FaultCheck fault)
            throws IOException, InterruptedException {
        while (true) {
            Optional<Settled> settled = Lookup.find(() -> audit.awaitSettled(workflow, STEP));
            if (settled.isPresent()) {
                Integer seen = settled.get().workflowVersion();
                if (settled.get().settled() && seen != null && seen >= version) {
                    return;
                }
                if (!settled.get().settled()) {
                    show(settled.get());
                }
            }
            fault.requireGoing();
            requireTime(deadline, workflow.toString());
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
        }
    }

    private void show(Settled settled) {
        show("%d %s to settle, %d %s open"
                .formatted(
                        settled.unsettled(),
                        settled.unsettled() == 1 ? "instance" : "instances",
                        settled.openRuns(),
                        settled.openRuns() == 1 ? "run" : "runs"));
    }

    static int exitCode(RunInfo run) {
        return run.state() == RunState.SUCCEEDED ? ExitCode.OK : ExitCode.FAILED;
    }

    private void show(RunInfo run) {
        RunCounts counts = run.counts();
        if (counts != null && counts.total() > 0) {
            show("%d settled, %d of those found so far to go, %d failed"
                    .formatted(counts.total() - counts.active(), counts.active(), counts.failed()));
        }
    }

    private void show(String line) {
        long now = System.nanoTime();
        boolean due = session.isInteractive() || now - shownAt >= RARELY.toNanos();
        if (due && !line.equals(shown)) {
            session.err().println(line);
            shown = line;
            shownAt = now;
        }
    }

    private static void requireTime(long deadline, String what) {
        if (System.nanoTime() > deadline) {
            throw new CommandException(
                    ExitCode.FAILED,
                    "%s has not finished in time; it goes on, 'freshet status' shows how".formatted(what));
        }
    }
}
