package io.freshet.cli.command;

import io.freshet.cli.failure.CommandException;
import io.freshet.cli.failure.ExitCode;
import io.freshet.cli.session.Session;
import io.freshet.contracts.api.AuditClient;
import io.freshet.contracts.api.RunAccepted;
import io.freshet.contracts.api.RunCounts;
import io.freshet.contracts.api.RunInfo;
import io.freshet.contracts.id.WorkflowRef;
import java.io.IOException;
import java.time.Duration;

/** What follows when a run or a backfill has been accepted. */
final class AcceptedRun {
    private final Session session;
    private final WorkflowRef workflow;
    private final RunAccepted accepted;

    /**
     * @param accepted as the scheduler answered
     */
    AcceptedRun(Session session, WorkflowRef workflow, RunAccepted accepted) {
        this.session = session;
        this.workflow = workflow;
        this.accepted = accepted;
    }

    /** Shows what it would do. */
    int showForecast(Duration limit) throws IOException {
        return new Forecasts(session).show(workflow, accepted.run(), limit);
    }

    /** Leaves it alone. */
    int show(String text) throws IOException {
        return session.answer(accepted, text);
    }

    /**
     * Waits for its end, and until directories show what it made. One document for programs: the run, or why it did not come to what was
     * asked for.
     *
     * @param noMatch what is said if no instance was concerned; empty if that is no failure
     */
    int awaitEnd(Duration limit, String noMatch) throws IOException, InterruptedException {
        try (AuditClient audit = session.auditClient()) {
            long deadline = System.nanoTime() + limit.toNanos();
            Progress progress = new Progress(session, audit);
            RunInfo run = progress.awaitRun(workflow, accepted.run(), limit);
            if (!session.json()) {
                RunSummary.print(run, session);
                new Failures(session, audit).ofRun(run.run(), session.err());
            }
            requireMatch(run, noMatch);
            progress.awaitPublication(run, Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
            if (session.json()) {
                session.printJson(run);
            }
            return Progress.exitCode(run);
        }
    }

    private void requireMatch(RunInfo run, String noMatch) {
        RunCounts counts = run.counts();
        if (!noMatch.isEmpty() && counts != null && counts.total() == 0) {
            throw new CommandException(
                    ExitCode.FAILED,
                    "%s: 'freshet instances --workflow %s' lists them".formatted(noMatch, workflow.workflow()));
        }
    }
}
