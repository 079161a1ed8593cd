package io.freshet.cli.command;

import io.freshet.cli.session.Session;
import io.freshet.contracts.api.AuditClient;
import io.freshet.contracts.api.RunInfo;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** One run, whether it has finished or not. */
@Command(
        name = "show",
        description = "Show one run: what caused it, how far it is or how it ended, and what failed in it.")
final class RunShowCommand implements Callable<Integer> {
    @Mixin
    private Session session;

    @Parameters(paramLabel = "RUN", description = "a run's id, of which the beginning is enough")
    private String run;

    @Override
    public Integer call() throws IOException {
        try (AuditClient audit = session.auditClient()) {
            RunInfo info = audit.run(run);
            return session.answer(info, () -> {
                RunSummary.print(info, session);
                if (info.cause() != null) {
                    session.out().printf("  because: %s%n", info.cause().description());
                }
                if (info.requestedBy() != null) {
                    session.out().printf("  requested by %s%n", info.requestedBy());
                }
                new Failures(session, audit).ofRun(info.run(), session.out());
            });
        }
    }
}
