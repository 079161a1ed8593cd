package io.freshet.cli.command;

import io.freshet.cli.failure.CommandException;
import io.freshet.cli.failure.ExitCode;
import io.freshet.cli.output.HumanFormat;
import io.freshet.cli.output.Table;
import io.freshet.cli.session.Session;
import io.freshet.contracts.api.AuditClient;
import io.freshet.contracts.api.ReplayInfo;
import io.freshet.contracts.api.ReplayReceipt;
import io.freshet.contracts.api.SchedulerClient;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Shows what replays have done. */
final class ReplayReceipts {
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    private final Session session;

    ReplayReceipts(Session session) {
        this.session = session;
    }

    /** Shows what a replay has done so far. */
    int show(String replay) throws IOException {
        try (SchedulerClient scheduler = session.schedulerClient();
                AuditClient audit = session.auditClient()) {
            print(scheduler.replays().receipt(replay, audit));
            return ExitCode.OK;
        }
    }

    /** Waits until a replay is complete, and shows what it did; the exit code says whether anything failed. */
    int await(String replay, Duration limit) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        try (SchedulerClient scheduler = session.schedulerClient();
                AuditClient audit = session.auditClient()) {
            while (true) {
                // To read costs one question, the receipt one for each run.
                boolean read = scheduler.replays().find(replay).state().isFinished();
                ReplayReceipt receipt = read ? scheduler.replays().receipt(replay, audit) : null;
                if (receipt != null && receipt.complete()) {
                    print(receipt);
                    return exitCode(receipt);
                }
                if (System.nanoTime() > deadline) {
                    throw new CommandException(
                            ExitCode.FAILED,
                            "replay %s has not finished in time; it goes on, 'freshet replay show' shows how"
                                    .formatted(replay));
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
            }
        }
    }

    private static int exitCode(ReplayReceipt receipt) {
        boolean failed = receipt.replay().state() != ReplayInfo.State.DONE
                || receipt.workflows().stream().anyMatch(workflow -> workflow.failed() > 0);
        return failed ? ExitCode.FAILED : ExitCode.OK;
    }

    private void print(ReplayReceipt receipt) throws IOException {
        if (session.json()) {
            session.printJson(receipt);
            return;
        }
        ReplayInfo replay = receipt.replay();
        ReplayInfo.Records records = replay.records();
        session.out()
                .printf(
                        "replay %s of %s%s: %s%n",
                        replay.replay(),
                        replay.order().topic(),
                        replay.order().dryRun() ? ", only counted" : "",
                        state(receipt));
        session.out()
                .printf(
                        "  read %d records: %d replayed, %d left out, %d unreadable; %d %s%n",
                        records.read(),
                        records.replayed(),
                        records.leftOut(),
                        records.unreadable(),
                        records.facts(),
                        replay.order().topic().equals("file-changes") ? "partitions" : "requests");
        if (replay.error() != null) {
            session.out().printf("  %s%n", replay.error());
        }
        if (!receipt.workflows().isEmpty()) {
            print(receipt, session);
        }
        session.out().flush();
    }

    private static String state(ReplayReceipt receipt) {
        String state = HumanFormat.words(receipt.replay().state());
        return receipt.replay().state().isFinished() && !receipt.complete() ? state + ", its runs go on" : state;
    }

    private static void print(ReplayReceipt receipt, Session session) {
        Table table = new Table(
                "WORKFLOW", "RUNS", "OPEN", "CONSIDERED", "UNCHANGED", "RAN", "CACHED", "FAILED", "OTHER", "ACTIVE");
        receipt.workflows()
                .forEach(workflow -> table.row(
                        workflow.workflow(),
                        workflow.runs(),
                        workflow.open() + workflow.unheard(),
                        workflow.considered(),
                        workflow.unchanged(),
                        workflow.ran(),
                        workflow.cached(),
                        workflow.failed(),
                        workflow.other(),
                        workflow.active()));
        session.print(table);
    }
}
