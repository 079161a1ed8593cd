package io.freshet.cli.command;

import io.freshet.cli.failure.CommandException;
import io.freshet.cli.failure.ExitCode;
import io.freshet.cli.session.Arguments;
import io.freshet.cli.session.Session;
import io.freshet.contracts.api.AuditClient;
import io.freshet.contracts.api.DeliveryInfo;
import io.freshet.contracts.id.WorkflowRef;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Tries whether messages arrive. */
@Command(
        name = "test",
        description =
                "Send a message by each alert of a workflow that says that messages arrive, and say what the receivers answer.")
final class AlertTestCommand implements Callable<Integer> {
    /** Longer than the service waits for one answer. */
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(30);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    @Mixin
    private Session session;

    @Parameters(index = "0", paramLabel = "WORKFLOW", description = "namespace/workflow")
    private String workflow;

    @Override
    public Integer call() throws IOException, InterruptedException {
        WorkflowRef named = Arguments.workflow(workflow);
        List<DeliveryInfo> sent;
        try (AuditClient audit = session.auditClient()) {
            sent = answered(audit, audit.testAlerts(named));
        }
        if (sent.isEmpty()) {
            throw new CommandException(
                    ExitCode.REFUSED, "workflow %s has no alert: add spec.alerts, and deploy it".formatted(named));
        }
        int answered = session.answer(sent, DeliveriesCommand.tableOf(sent));
        boolean arrived = sent.stream().allMatch(delivery -> delivery.state() == DeliveryInfo.State.DELIVERED);
        return arrived ? answered : ExitCode.FAILED;
    }

    /** Each as it is once it was answered for the first time. */
    private static List<DeliveryInfo> answered(AuditClient audit, List<DeliveryInfo> sent)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + ANSWERS_WITHIN.toNanos();
        List<DeliveryInfo> known = new ArrayList<>(sent);
        while (known.stream().anyMatch(delivery -> delivery.answer() == null) && System.nanoTime() < end) {
            Thread.sleep(BETWEEN_LOOKS.toMillis());
            for (int i = 0; i < known.size(); i++) {
                if (known.get(i).answer() == null) {
                    known.set(i, audit.delivery(known.get(i).delivery()));
                }
            }
        }
        return known;
    }
}
