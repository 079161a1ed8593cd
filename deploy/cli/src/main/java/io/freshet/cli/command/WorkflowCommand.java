package io.freshet.cli.command;

import io.freshet.cli.Arguments;
import io.freshet.cli.CommandException;
import io.freshet.cli.ExitCode;
import io.freshet.cli.Session;
import io.freshet.contracts.api.SchedulerClient;
import io.freshet.contracts.id.WorkflowRef;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What can be done with one deployed workflow. */
@Command(
        name = "workflow",
        description = "Do something with one deployed workflow: see the subcommands.",
        subcommands = {WorkflowCommand.Remove.class, WorkflowCommand.Resume.class})
public final class WorkflowCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec command;

    @Override
    public Integer call() {
        throw new CommandException(
                ExitCode.USAGE,
                "say what to do with the workflow: %s"
                        .formatted(String.join(", ", command.subcommands().keySet())));
    }

    /** Takes a workflow away. */
    @Command(
            name = "remove",
            description = "Take a workflow away: what runs is cancelled, what it made and its history stay.")
    static final class Remove implements Callable<Integer> {
        @Mixin
        private Session session;

        @Parameters(paramLabel = "WORKFLOW", description = "namespace/workflow")
        private String workflow;

        @Override
        public Integer call() throws IOException {
            WorkflowRef removed = Arguments.workflow(workflow);
            try (SchedulerClient scheduler = session.schedulerClient()) {
                scheduler.remove(removed);
            }
            if (session.json()) {
                session.printJson(Map.of("removed", removed.toString()));
            } else {
                session.out().printf("%s is removed%n", removed);
                session.out().flush();
            }
            return ExitCode.OK;
        }
    }

    /** Lets a faulted workflow go on. */
    @Command(
            name = "resume",
            description =
                    "Let a faulted workflow go on: it reads everything again, and evaluates all of its instances.")
    static final class Resume implements Callable<Integer> {
        @Mixin
        private Session session;

        @Parameters(paramLabel = "WORKFLOW", description = "namespace/workflow")
        private String workflow;

        @Override
        public Integer call() throws IOException {
            WorkflowRef resumed = Arguments.workflow(workflow);
            try (SchedulerClient scheduler = session.schedulerClient()) {
                scheduler.resume(resumed);
            }
            if (session.json()) {
                session.printJson(Map.of("resumed", resumed.toString()));
            } else {
                session.out().printf("asked %s to go on%n", resumed);
                session.out().flush();
            }
            return ExitCode.OK;
        }
    }
}
