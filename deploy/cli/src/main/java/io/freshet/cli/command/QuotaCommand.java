package io.freshet.cli.command;

import io.freshet.cli.session.Session;
import io.freshet.contracts.api.NamespaceQuota;
import io.freshet.contracts.api.QueueClient;
import io.freshet.contracts.api.SchedulerClient;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How many attempts of a namespace may run at once. */
@Command(
        name = "quota",
        description =
                "Show how many attempts of a namespace may run at once, in all its pools together, after changing that.")
public final class QuotaCommand implements Callable<Integer> {
    @Mixin
    private Session session;

    @Mixin
    private NamespaceOption namespace;

    @ArgGroup
    private @Nullable Change change;

    /** One or the other. */
    static final class Change {
        @Option(names = "--max-active", paramLabel = "NUMBER", description = "let so many run; 0 pauses the namespace")
        private int maxActive;

        @Option(names = "--none", description = "let any number run")
        private boolean none;
    }

    @Override
    public Integer call() throws IOException {
        NamespaceQuota quota;
        try (SchedulerClient scheduler = session.schedulerClient()) {
            quota = ask(scheduler.queues());
        }
        String sentence = quota.maxActive() == null
                ? "%s: no quota".formatted(quota.namespace())
                : "%s: at most %d attempts at once".formatted(quota.namespace(), quota.maxActive());
        return session.answer(quota, () -> session.out().println(sentence));
    }

    private NamespaceQuota ask(QueueClient client) throws IOException {
        if (change == null) {
            return client.quota(namespace.name());
        }
        return change.none ? client.removeQuota(namespace.name()) : client.setQuota(namespace.name(), change.maxActive);
    }
}
