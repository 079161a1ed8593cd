package io.freshet.cli.command;

import io.freshet.cli.failure.ExitCode;
import io.freshet.cli.output.Table;
import io.freshet.cli.session.Session;
import io.freshet.contracts.api.AuditClient;
import io.freshet.contracts.api.Filter;
import io.freshet.contracts.api.Page;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * A command that shows a page of a list of the history, as a table or as JSON.
 *
 * @param <T> what is listed
 */
abstract class ListCommand<T> implements Callable<Integer> {
    @Mixin
    private Session session;

    @Option(
            names = {"-n", "--namespace"},
            description = "only of this namespace")
    private @Nullable String namespace;

    @Option(names = "--workflow", description = "only of this workflow")
    private @Nullable String workflow;

    @Option(names = "--limit", defaultValue = "20", description = "at most so many (default: ${DEFAULT-VALUE})")
    private int limit;

    @Option(names = "--cursor", description = "go on where an earlier list ended")
    private @Nullable String cursor;

    /**
     * Asks for the page.
     *
     * @param filter what the options say that all lists have
     */
    abstract Page<T> ask(AuditClient audit, Filter filter) throws IOException;

    abstract Table table(List<T> items);

    @Override
    public final Integer call() throws IOException {
        Filter filter = new Filter(namespace, workflow, null, null, null, null, null, limit, cursor);
        try (AuditClient audit = session.auditClient()) {
            Page<T> page = ask(audit, filter);
            print(page, table(page.items()), session);
            return ExitCode.OK;
        }
    }

    /** A page, and how to go on from it. */
    static void print(Page<?> page, Table table, Session session) throws IOException {
        if (session.json()) {
            session.printJson(page);
            return;
        }
        session.print(table);
        if (page.next() != null) {
            session.out().printf("more: --cursor %s%n", page.next());
        }
        session.out().flush();
    }

    /** To the second, which is what fits into a column. */
    static String time(@Nullable Instant time) {
        return time == null ? "" : time.toString().substring(0, 19) + "Z";
    }
}
