package io.freshet.cli.command;

import io.freshet.cli.output.Table;
import io.freshet.cli.session.Arguments;
import io.freshet.cli.session.Session;
import io.freshet.contracts.api.QueueClient;
import io.freshet.contracts.api.QueueInfo;
import io.freshet.contracts.api.SchedulerClient;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What waits for slots, in which order, and why. */
@Command(
        name = "queue",
        description =
                "Show which attempts of a namespace wait for a slot: in which order they would be launched, and for what each waits.")
public final class QueueCommand implements Callable<Integer> {
    private static final int MOST = 1_000;

    @Mixin
    private Session session;

    @Mixin
    private NamespaceOption namespace;

    @Option(names = "--pool", paramLabel = "POOL", description = "only what waits in this pool")
    private @Nullable String pool;

    @Option(names = "--run", paramLabel = "RUN", description = "only what waits of this run: its whole id")
    private @Nullable String run;

    @Option(names = "--instance", paramLabel = "INSTANCE", description = "only this instance")
    private @Nullable String instance;

    @Option(
            names = "--limit",
            paramLabel = "NUMBER",
            defaultValue = "100",
            description = "how many attempts at the most, 1 to 1000 (default: ${DEFAULT-VALUE})")
    private int limit;

    @Override
    public Integer call() throws IOException {
        QueueClient.Wanted wanted =
                new QueueClient.Wanted(pool, run, instance, Arguments.between("--limit", limit, 1, MOST));
        QueueInfo queue;
        try (SchedulerClient scheduler = session.schedulerClient()) {
            queue = scheduler.queues().queue(namespace.name(), wanted);
        }
        return session.answer(queue, () -> print(queue));
    }

    private void print(QueueInfo queue) throws IOException {
        if (queue.quota() != null) {
            session.out()
                    .printf(
                            "%s: %d of at most %d attempts under way%n",
                            queue.namespace(), queue.active(), queue.quota());
        }
        Table pools = new Table("POOL", "SLOTS", "IN USE", "WAITING", "LONGEST WAIT");
        queue.pools()
                .forEach(each -> pools.row(
                        each.pool(),
                        each.slots(),
                        each.inUse(),
                        each.waiting(),
                        each.waiting() == 0 ? "-" : each.longestWaitSeconds() + " s"));
        session.print(pools);
        if (!queue.attempts().isEmpty()) {
            session.out().println();
            Table attempts = new Table("POOL", "POSITION", "INSTANCE", "RUN", "PRIORITY", "REASON");
            queue.attempts()
                    .forEach(each -> attempts.row(
                            each.pool(), each.position(), each.instance(), each.run(), each.priority(), each.reason()));
            session.print(attempts);
        }
    }
}
