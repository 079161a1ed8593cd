package io.freshet.cli.command;

import io.freshet.cli.output.Table;
import io.freshet.cli.session.Session;
import io.freshet.contracts.api.Page;
import io.freshet.contracts.api.SchedulerClient;
import io.freshet.contracts.api.WebhookDelivery;
import io.freshet.contracts.api.WebhookInfo;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The webhooks of deployed workflows. */
@Command(
        name = "webhooks",
        description =
                "List the webhooks of a namespace: where to send to, what keeps them from taking it, and what came last.",
        subcommands = {WebhooksCommand.Deliveries.class, WebhooksCommand.SendAgain.class})
public final class WebhooksCommand implements Callable<Integer> {
    @Mixin
    private Session session;

    @Mixin
    private NamespaceOption namespace;

    @Override
    public Integer call() throws IOException {
        Page<WebhookInfo> page;
        try (SchedulerClient scheduler = session.schedulerClient()) {
            page = scheduler.webhooks().list(namespace.name(), null);
        }
        Table table = new Table("WORKFLOW", "WEBHOOK", "SCHEME", "PATH", "LAST", "PROBLEM");
        for (WebhookInfo webhook : page.items()) {
            WebhookDelivery last = webhook.last();
            table.row(
                    webhook.workflow(),
                    webhook.webhook(),
                    webhook.scheme(),
                    webhook.path(),
                    last == null ? null : ListCommand.time(last.at()) + " " + last.state(),
                    webhook.problem());
        }
        return session.answer(page, table);
    }

    /** What was sent. */
    @Command(
            name = "deliveries",
            description = "Show what was sent to a webhook, newest first: the event that it is, or why it was refused.")
    static final class Deliveries implements Callable<Integer> {
        @Mixin
        private Session session;

        @Mixin
        private WorkflowArgument workflow;

        @Parameters(index = "1", paramLabel = "WEBHOOK", description = "its name in the workflow")
        private String webhook;

        @Mixin
        private NewestOption newest;

        @Override
        public Integer call() throws IOException {
            Page<WebhookDelivery> page;
            try (SchedulerClient scheduler = session.schedulerClient()) {
                page = scheduler.webhooks().deliveries(workflow.ref(), webhook, null, newest.limit());
            }
            Table table = new Table("DELIVERY", "CAME", "STATE", "TYPE", "BYTES", "AGAIN", "PROBLEM");
            for (WebhookDelivery delivery : page.items()) {
                table.row(
                        delivery.delivery(),
                        ListCommand.time(delivery.at()),
                        delivery.state(),
                        delivery.type(),
                        delivery.bytes(),
                        delivery.sentAgain(),
                        delivery.problem());
            }
            return session.answer(page, table);
        }
    }

    /** Sends one again. */
    @Command(
            name = "send-again",
            description =
                    "Send a delivery that was taken again, as a new event: what it asks for is asked for once more.")
    static final class SendAgain implements Callable<Integer> {
        @Mixin
        private Session session;

        @Mixin
        private WorkflowArgument workflow;

        @Parameters(index = "1", paramLabel = "WEBHOOK", description = "its name in the workflow")
        private String webhook;

        @Parameters(
                index = "2",
                paramLabel = "DELIVERY",
                description = "its id, as 'freshet webhooks deliveries' shows it")
        private String delivery;

        @Override
        public Integer call() throws IOException {
            WebhookDelivery sent;
            try (SchedulerClient scheduler = session.schedulerClient()) {
                sent = scheduler.webhooks().sendAgain(workflow.ref(), webhook, delivery);
            }
            return session.answer(
                    sent,
                    () -> session.out()
                            .printf(
                                    "delivery %s was sent again, for the %d. time%n",
                                    sent.delivery(), sent.sentAgain()));
        }
    }
}
