package io.freshet.cli.command;

import io.freshet.cli.Arguments;
import io.freshet.cli.ExitCode;
import io.freshet.cli.Session;
import io.freshet.cli.local.BundleDirectory;
import io.freshet.contracts.api.AuditClient;
import io.freshet.contracts.api.DeployedWorkflow;
import io.freshet.contracts.api.SchedulerClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Deploys a bundle. */
@Command(name = "deploy", description = "Deploy a workflow from a directory with workflow.yaml and what its tasks run.")
public final class Deploy implements Callable<Integer> {
    @Mixin
    private Session session;

    @Parameters(paramLabel = "BUNDLE", description = "the directory")
    private Path directory;

    @Option(
            names = {"-n", "--namespace"},
            defaultValue = "prod",
            description = "where to deploy it (default: ${DEFAULT-VALUE})")
    private String namespace;

    @Option(names = "--dry-run", description = "only say what would be deployed, or why it would be refused")
    private boolean dryRun;

    @Option(
            names = "--wait",
            description =
                    "wait until the files that are there have been looked at, its run has finished, everything has settled and"
                            + " directories show what was made; what"
                            + " failed is shown")
    private boolean wait;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "1h",
            description = "how long to wait at most (default: ${DEFAULT-VALUE})")
    private String timeout;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Duration limit = Arguments.duration(timeout);
        BundleDirectory.Checked checked = BundleDirectory.check(directory);
        checked.warnings().forEach(warning -> session.err().println("warning: " + warning));
        try (SchedulerClient scheduler = session.schedulerClient()) {
            return wait && !dryRun ? deployAndWait(checked, scheduler, limit) : deploy(checked, scheduler);
        }
    }

    private int deploy(BundleDirectory.Checked checked, SchedulerClient scheduler) throws IOException {
        DeployedWorkflow deployed = send(checked, scheduler);
        show(deployed);
        if (session.json()) {
            session.printJson(deployed);
        }
        return ExitCode.OK;
    }

    /** One document for programs: what was deployed, or why it did not come to rest. */
    private int deployAndWait(BundleDirectory.Checked checked, SchedulerClient scheduler, Duration limit)
            throws IOException, InterruptedException {
        try (AuditClient audit = session.auditClient()) {
            FirstLook firstLook = new FirstLook(audit, namespace, checked.spec());
            DeployedWorkflow deployed = send(checked, scheduler);
            show(deployed);
            int code = new Progress(session, audit).awaitVersion(deployed, firstLook, limit);
            if (session.json()) {
                session.printJson(deployed);
            }
            return code;
        }
    }

    private void show(DeployedWorkflow deployed) {
        if (!session.json()) {
            session.out()
                    .printf(
                            "%s version %d (%s): %s%n",
                            deployed.workflow(),
                            deployed.version(),
                            deployed.bundle().brief(),
                            said(deployed));
            session.out().flush();
        }
    }

    private DeployedWorkflow send(BundleDirectory.Checked bundle, SchedulerClient scheduler) throws IOException {
        Path archive = Files.createTempFile("freshet-bundle-", ".zip");
        try {
            bundle.pack(archive);
            return scheduler.deploy(namespace, archive, dryRun);
        } finally {
            Files.delete(archive);
        }
    }

    private String said(DeployedWorkflow deployed) {
        if (deployed.unchanged()) {
            return "is deployed already";
        }
        return (dryRun ? "would be deployed, tasks " : "deployed, tasks ") + String.join(", ", deployed.tasks());
    }
}
