package io.freshet.cli.command;

import io.freshet.cli.output.Table;
import io.freshet.cli.session.Session;
import io.freshet.contracts.api.SchedulerClient;
import io.freshet.contracts.api.WorkflowInfo;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The deployed workflows. */
@Command(name = "workflows", description = "List the deployed workflows of a namespace.")
public final class WorkflowsCommand implements Callable<Integer> {
    @Mixin
    private Session session;

    @Mixin
    private NamespaceOption namespace;

    @Override
    public Integer call() throws IOException {
        try (SchedulerClient scheduler = session.schedulerClient()) {
            List<WorkflowInfo> workflows = scheduler.workflows(namespace.name());
            Table table = new Table("WORKFLOW", "VERSION", "BUNDLE", "DEPLOYED", "BY", "TASKS");
            for (WorkflowInfo workflow : workflows) {
                table.row(
                        workflow.workflow(),
                        workflow.version(),
                        workflow.bundle().brief(),
                        ListCommand.time(workflow.deployedAt()),
                        workflow.installedBy(),
                        String.join(", ", workflow.tasks()));
            }
            return session.answer(workflows, table);
        }
    }
}
