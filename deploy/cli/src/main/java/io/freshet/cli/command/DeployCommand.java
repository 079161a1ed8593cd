package io.freshet.cli.command;

import io.freshet.cli.failure.ExitCode;
import io.freshet.cli.local.BundleDirectory;
import io.freshet.cli.session.Session;
import io.freshet.contracts.api.AuditClient;
import io.freshet.contracts.api.DeployedWorkflow;
import io.freshet.contracts.api.DeployedWorkflows;
import io.freshet.contracts.api.SchedulerClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Deploys a bundle, or several of one namespace together. */
@Command(
        name = "deploy",
        description = {
            "Deploy a workflow from a directory with workflow.yaml and what its tasks run.",
            "Several directories are deployed together, all of them or none: so what several workflows declare of a dataset, such as its"
                    + " layout, is changed in all of them at once."
        })
public final class DeployCommand implements Callable<Integer> {
    @Mixin
    private Session session;

    @Parameters(paramLabel = "BUNDLE", arity = "1..*", description = "the directory of each workflow")
    private List<Path> directories;

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

    @Mixin
    private WaitLimit waitLimit;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Duration limit = waitLimit.duration();
        List<BundleDirectory.Checked> bundles = check();
        try (SchedulerClient scheduler = session.schedulerClient()) {
            return wait && !dryRun ? deployAndWait(bundles, scheduler, limit) : deploy(bundles, scheduler);
        }
    }

    private List<BundleDirectory.Checked> check() throws IOException {
        List<BundleDirectory.Checked> bundles = new ArrayList<>();
        for (Path directory : directories) {
            BundleDirectory.Checked checked = BundleDirectory.check(directory);
            checked.warnings().forEach(warning -> session.err().println("warning: " + warning));
            bundles.add(checked);
        }
        return bundles;
    }

    private int deploy(List<BundleDirectory.Checked> bundles, SchedulerClient scheduler) throws IOException {
        List<DeployedWorkflow> deployed = send(bundles, scheduler);
        deployed.forEach(this::show);
        printJson(deployed);
        return ExitCode.OK;
    }

    /** One document for programs: what was deployed, or why it did not come to rest. */
    private int deployAndWait(List<BundleDirectory.Checked> bundles, SchedulerClient scheduler, Duration limit)
            throws IOException, InterruptedException {
        try (AuditClient audit = session.auditClient()) {
            Map<String, FirstLook> firstLooks = new HashMap<>();
            for (BundleDirectory.Checked bundle : bundles) {
                firstLooks.put(bundle.spec().name(), new FirstLook(audit, namespace, bundle.spec()));
            }
            long begin = System.nanoTime();
            List<DeployedWorkflow> deployed = send(bundles, scheduler);
            deployed.forEach(this::show);
            int code = ExitCode.OK;
            for (DeployedWorkflow one : deployed) {
                FirstLook firstLook =
                        Objects.requireNonNull(firstLooks.get(one.workflow().workflow()));
                Duration left = limit.minusNanos(System.nanoTime() - begin);
                code = Math.max(code, new Progress(session, audit).awaitVersion(one, firstLook, left));
            }
            printJson(deployed);
            return code;
        }
    }

    private void printJson(List<DeployedWorkflow> deployed) throws IOException {
        if (session.json()) {
            session.printJson(directories.size() == 1 ? deployed.getFirst() : new DeployedWorkflows(deployed));
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
                            summary(deployed));
            session.out().flush();
        }
    }

    private List<DeployedWorkflow> send(List<BundleDirectory.Checked> bundles, SchedulerClient scheduler)
            throws IOException {
        Path archive = Files.createTempFile("freshet-bundle-", ".zip");
        try {
            if (bundles.size() == 1) {
                bundles.getFirst().pack(archive);
                return List.of(scheduler.deploy(namespace, archive, dryRun));
            }
            BundleDirectory.pack(bundles, archive);
            return scheduler.deployTogether(namespace, archive, dryRun).workflows();
        } finally {
            Files.delete(archive);
        }
    }

    private String summary(DeployedWorkflow deployed) {
        if (deployed.unchanged()) {
            return "is deployed already";
        }
        return (dryRun ? "would be deployed, tasks " : "deployed, tasks ") + String.join(", ", deployed.tasks());
    }
}
