package io.freshet.cli.command;

import io.freshet.cli.output.Table;
import io.freshet.cli.session.Session;
import io.freshet.contracts.api.Page;
import io.freshet.contracts.api.SchedulerClient;
import io.freshet.contracts.api.TriggerEvent;
import io.freshet.contracts.api.TriggerInfo;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The event triggers of deployed workflows. */
@Command(
        name = "triggers",
        description =
                "List the event triggers of a namespace: how often each asked for a run, and what it could not use.",
        subcommands = TriggersCommand.Events.class)
public final class TriggersCommand implements Callable<Integer> {
    @Mixin
    private Session session;

    @Mixin
    private NamespaceOption namespace;

    @Override
    public Integer call() throws IOException {
        List<TriggerInfo> triggers;
        try (SchedulerClient scheduler = session.schedulerClient()) {
            triggers = scheduler.triggers().list(namespace.name());
        }
        Table table = new Table("WORKFLOW", "TRIGGER", "TYPE", "FIRED", "REFUSED", "REPEATED", "HELD", "DUE", "LAST");
        for (TriggerInfo trigger : triggers) {
            TriggerEvent last = trigger.last();
            table.row(
                    trigger.workflow(),
                    trigger.trigger(),
                    trigger.type(),
                    trigger.fired(),
                    trigger.refused(),
                    trigger.repeated(),
                    trigger.held(),
                    ListCommand.time(trigger.due()),
                    ListCommand.time(last == null ? null : last.at()));
        }
        return session.answer(triggers, table);
    }

    /** What events led to. */
    @Command(
            name = "events",
            description =
                    "Show what events led to for a trigger, newest first: the run, or why the event could not be used.")
    static final class Events implements Callable<Integer> {
        @Mixin
        private Session session;

        @Mixin
        private WorkflowArgument workflow;

        @Parameters(index = "1", paramLabel = "TRIGGER", description = "its name in the workflow")
        private String trigger;

        @Mixin
        private NewestOption newest;

        @Override
        public Integer call() throws IOException {
            Page<TriggerEvent> page;
            try (SchedulerClient scheduler = session.schedulerClient()) {
                page = scheduler.triggers().events(workflow.ref(), trigger, newest.limit());
            }
            Table table = new Table("EVENT", "SOURCE", "READ", "STATE", "RUN", "PROBLEM");
            for (TriggerEvent event : page.items()) {
                table.row(
                        event.id(),
                        event.source(),
                        ListCommand.time(event.at()),
                        event.state(),
                        event.run(),
                        problem(event));
            }
            return session.answer(page, table);
        }

        private static @Nullable String problem(TriggerEvent event) {
            if (event.sameAs() != null) {
                return "says the same as " + event.sameAs();
            }
            return event.problem();
        }
    }
}
