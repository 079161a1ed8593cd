package io.freshet.cli.command;

import io.freshet.cli.session.Arguments;
import io.freshet.cli.session.Session;
import io.freshet.contracts.api.AuditClient;
import io.freshet.contracts.api.SchedulerClient;
import io.freshet.contracts.id.WorkflowRef;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What can be done with one deployed workflow. */
@Command(
        name = "workflow",
        description = "Do something with one deployed workflow: see the subcommands.",
        subcommands = {WorkflowCommand.Remove.class, WorkflowCommand.Resume.class})
public final class WorkflowCommand extends CommandGroup {
    public WorkflowCommand() {
        super("workflow");
    }

    /** Asks the scheduler for something about a workflow, and says what was asked. */
    abstract static class Request implements Callable<Integer> {
        @Mixin
        private Session session;

        @Parameters(paramLabel = "WORKFLOW", description = "namespace/workflow")
        private String workflow;

        /**
         * What is said of it.
         *
         * @param field in JSON, with the workflow as its value
         * @param sentence for people, with a place for the workflow
         */
        record Answer(String field, String sentence) {}

        abstract Answer ask(SchedulerClient scheduler, WorkflowRef named) throws IOException;

        final Session session() {
            return session;
        }

        @Override
        public final Integer call() throws IOException {
            WorkflowRef named = Arguments.workflow(workflow);
            Answer answer;
            try (SchedulerClient scheduler = session.schedulerClient()) {
                answer = ask(scheduler, named);
            }
            return session.answer(
                    Map.of(answer.field(), named.toString()), answer.sentence().formatted(named));
        }
    }

    /** Takes a workflow away. */
    @Command(
            name = "remove",
            description = "Take a workflow away: what runs is cancelled, what it made and its history stay.")
    static final class Remove extends Request {
        @Override
        Answer ask(SchedulerClient scheduler, WorkflowRef named) throws IOException {
            scheduler.remove(named);
            return new Answer("removed", "%s is removed");
        }
    }

    /** Lets a faulted workflow go on. */
    @Command(
            name = "resume",
            description =
                    "Let a faulted workflow go on: it reads everything again, and evaluates all of its instances.")
    static final class Resume extends Request {
        @Override
        Answer ask(SchedulerClient scheduler, WorkflowRef named) throws IOException {
            boolean faulted = isFaulted(named);
            scheduler.resume(named);
            return faulted
                    ? new Answer("resumed", "%s is asked to go on")
                    : new Answer("notFaulted", "%s is not faulted: there is nothing to resume");
        }

        /** As far as the history knows; asked before, since a workflow that goes on is faulted no more. */
        private boolean isFaulted(WorkflowRef named) throws IOException {
            try (AuditClient audit = session().auditClient()) {
                return audit.summary(named.namespace()).faulted().stream()
                        .anyMatch(fault -> fault.workflow().equals(named));
            }
        }
    }
}
