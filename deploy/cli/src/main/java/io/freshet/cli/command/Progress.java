package io.freshet.cli.command;

import io.freshet.cli.CommandException;
import io.freshet.cli.ExitCode;
import io.freshet.cli.Session;
import io.freshet.contracts.api.AuditClient;
import io.freshet.contracts.api.Filter;
import io.freshet.contracts.api.ProblemException;
import io.freshet.contracts.api.RunCounts;
import io.freshet.contracts.api.RunInfo;
import io.freshet.contracts.api.RunState;
import io.freshet.contracts.api.Settled;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.id.WorkflowRef;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits for work and shows how it goes, on the error stream, so that the output stays what was asked for. */
final class Progress {
    private static final Duration STEP = Duration.ofSeconds(2);
    private static final int NOT_FOUND = 404;

    private final Session session;
    private final AuditClient audit;

    /** What was shown last; a line is shown once. */
    private String shown = "";

    Progress(Session session, AuditClient audit) {
        this.session = session;
        this.audit = audit;
    }

    /** Waits until a run has finished; the exit code says how. */
    RunInfo awaitRun(String run, Duration limit) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            try {
                RunInfo info = audit.awaitRun(run, STEP);
                if (info.state().isFinished()) {
                    return info;
                }
                show(info);
            } catch (ProblemException e) {
                if (e.problem().status() != NOT_FOUND) {
                    throw e;
                }
                // The request is on the log, and has not reached the history yet.
                TimeUnit.MILLISECONDS.sleep(50);
            }
            requireTime(deadline, "run " + run);
        }
    }

    /** Waits until a version of a workflow has nothing left to do. */
    int awaitVersion(WorkflowRef workflow, int version, Duration limit) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            try {
                Settled settled = audit.awaitSettled(workflow, STEP);
                Integer seen = settled.workflowVersion();
                if (settled.settled() && seen != null && seen >= version) {
                    return failures(workflow);
                }
                if (!settled.settled()) {
                    show("%d %s to settle, %d %s open"
                            .formatted(
                                    settled.unsettled(),
                                    settled.unsettled() == 1 ? "instance" : "instances",
                                    settled.openRuns(),
                                    settled.openRuns() == 1 ? "run" : "runs"));
                }
            } catch (ProblemException e) {
                if (e.problem().status() != NOT_FOUND) {
                    throw e;
                }
            }
            TimeUnit.MILLISECONDS.sleep(50);
            requireTime(deadline, workflow.toString());
        }
    }

    private int failures(WorkflowRef workflow) throws IOException {
        Filter failed = Filter.ANY
                .namespace(workflow.namespace())
                .workflow(workflow.workflow())
                .state(InstanceState.FAILED)
                .limit(1);
        return audit.instances(failed).items().isEmpty() ? ExitCode.OK : ExitCode.FAILED;
    }

    static int exitCode(RunInfo run) {
        return run.state() == RunState.SUCCEEDED ? ExitCode.OK : ExitCode.FAILED;
    }

    private void show(RunInfo run) {
        RunCounts counts = run.counts();
        if (counts != null && counts.total() > 0) {
            show("%d of %d instances settled, %d failed"
                    .formatted(counts.total() - counts.active(), counts.total(), counts.failed()));
        }
    }

    private void show(String line) {
        if (!line.equals(shown)) {
            session.err().println(line);
            shown = line;
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
