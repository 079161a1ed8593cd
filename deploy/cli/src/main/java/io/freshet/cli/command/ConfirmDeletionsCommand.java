package io.freshet.cli.command;

import io.freshet.cli.failure.CommandException;
import io.freshet.cli.failure.ExitCode;
import io.freshet.cli.session.Arguments;
import io.freshet.cli.session.Session;
import io.freshet.contracts.api.AuditClient;
import io.freshet.contracts.api.SchedulerClient;
import io.freshet.contracts.event.DatasetProblems;
import io.freshet.contracts.id.DatasetRef;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Says that what has vanished from a dataset was deleted. */
@Command(
        name = "confirm-deletions",
        description = "Say that the files that have vanished from a watched dataset were deleted, not unmounted.")
public final class ConfirmDeletionsCommand implements Callable<Integer> {
    @Mixin
    private Session session;

    @Parameters(paramLabel = "DATASET", description = "namespace/dataset")
    private String dataset;

    @Override
    public Integer call() throws IOException {
        DatasetRef ref = Arguments.dataset(dataset);
        try (AuditClient audit = session.auditClient();
                SchedulerClient scheduler = session.schedulerClient()) {
            DatasetProblems problems = audit.problems(ref);
            String confirmation = problems.confirmation();
            if (confirmation == null) {
                throw new CommandException(
                        ExitCode.REFUSED,
                        "no files have vanished from %s, so there is nothing to confirm".formatted(ref));
            }
            scheduler.datasets().confirmDeletions(ref, confirmation);
            return session.answer(problems, "confirmed: what has vanished from %s counts as deleted".formatted(ref));
        }
    }
}
