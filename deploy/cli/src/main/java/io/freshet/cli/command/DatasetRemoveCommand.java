package io.freshet.cli.command;

import io.freshet.cli.failure.CommandException;
import io.freshet.cli.failure.ExitCode;
import io.freshet.cli.output.HumanFormat;
import io.freshet.cli.session.Arguments;
import io.freshet.cli.session.Session;
import io.freshet.contracts.api.AuditClient;
import io.freshet.contracts.api.OrphanInfo;
import io.freshet.contracts.api.SchedulerClient;
import io.freshet.contracts.id.DatasetRef;
import java.io.Console;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Removes an orphaned dataset. */
@Command(
        name = "remove",
        description =
                "Remove what is left of an orphaned dataset: its directory shows nothing of it any more; its history stays.")
final class DatasetRemoveCommand implements Callable<Integer> {
    @Mixin
    private Session session;

    @Parameters(paramLabel = "DATASET", description = "namespace/dataset, see 'freshet orphans'")
    private String dataset;

    @Option(names = "--dry-run", description = "only say what would be removed")
    private boolean dryRun;

    @Option(
            names = {"-y", "--yes"},
            description = "do not ask")
    private boolean yes;

    @Override
    public Integer call() throws IOException {
        DatasetRef ref = Arguments.dataset(dataset);
        try (AuditClient audit = session.auditClient();
                SchedulerClient scheduler = session.schedulerClient()) {
            scheduler.datasets().remove(ref, true);
            Optional<OrphanInfo> orphan = Lookup.find(() -> audit.orphan(ref));
            if (orphan.isEmpty()) {
                return report(ref, "nothing is left of %s that a task produced".formatted(ref), false);
            }
            long partitions = orphan.get().partitions();
            String what = "%d %s of %s, %s"
                    .formatted(
                            partitions,
                            partitions == 1 ? "partition" : "partitions",
                            ref,
                            HumanFormat.bytes(orphan.get().bytes()));
            if (dryRun) {
                return report(ref, "would remove " + what, false);
            }
            if (!yes && !isConfirmed(what)) {
                throw new CommandException(ExitCode.REFUSED, "nothing was removed");
            }
            scheduler.datasets().remove(ref, false);
            return report(ref, "removing " + what, true);
        }
    }

    private boolean isConfirmed(String what) {
        Console console = session.json() ? null : System.console();
        if (console == null || !console.isTerminal()) {
            throw new CommandException(
                    ExitCode.USAGE, "removing %s is not asked for at a terminal: say --yes".formatted(what));
        }
        String answer = console.readLine("Remove %s? Type yes: ", what);
        return answer != null && answer.strip().equals("yes");
    }

    private int report(DatasetRef ref, String sentence, boolean removing) throws IOException {
        return session.answer(Map.of("dataset", ref.toString(), "removing", removing, "message", sentence), sentence);
    }
}
