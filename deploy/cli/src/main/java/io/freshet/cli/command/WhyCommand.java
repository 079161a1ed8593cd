package io.freshet.cli.command;

import io.freshet.cli.Arguments;
import io.freshet.cli.ExitCode;
import io.freshet.cli.Session;
import io.freshet.contracts.api.AuditClient;
import io.freshet.contracts.api.Why;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Why an instance ran, or did not. */
@Command(
        name = "why",
        description = "Explain why an instance ran, did not run, waits or is blocked, from the recorded decisions.")
public final class WhyCommand implements Callable<Integer> {
    @Mixin
    private Session session;

    @Parameters(paramLabel = "INSTANCE", description = "namespace/workflow/task/dimension=value/...")
    private String instance;

    @Override
    public Integer call() throws IOException {
        try (AuditClient audit = session.auditClient()) {
            Why why = audit.why(Arguments.instance(instance));
            if (session.json()) {
                session.printJson(why);
            } else {
                session.out()
                        .printf(
                                "%s  %s%n",
                                why.current().instance(),
                                session.style().state(why.current().state().name()));
                why.sentences().forEach(sentence -> session.out().println("  " + sentence));
                session.out().flush();
            }
            return ExitCode.OK;
        }
    }
}
