package io.freshet.cli.command;

import io.freshet.cli.output.ReadableKey;
import io.freshet.cli.session.Arguments;
import io.freshet.cli.session.Session;
import io.freshet.contracts.api.AttemptInfo;
import io.freshet.contracts.api.AttemptState;
import io.freshet.contracts.api.AuditClient;
import io.freshet.contracts.api.Explanation;
import io.freshet.contracts.api.Filter;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Why an instance ran, or did not. */
@Command(
        name = "why",
        description = "Explain why an instance ran, did not run, waits or is blocked, from the recorded decisions.")
public final class WhyCommand implements Callable<Integer> {
    private static final int MOST_ATTEMPTS = 5;

    @Mixin
    private Session session;

    @Parameters(paramLabel = "INSTANCE", description = "namespace/workflow/task/dimension=value/...")
    private String instance;

    @Override
    public Integer call() throws IOException {
        try (AuditClient audit = session.auditClient()) {
            Explanation why = audit.why(Arguments.instance(instance));
            return session.answer(why, () -> {
                session.out()
                        .printf(
                                "%s  %s%n",
                                ReadableKey.of(why.current().instance()),
                                session.style().state(why.current().state().name()));
                why.sentences().forEach(sentence -> session.out().println("  " + ReadableKey.of(sentence)));
                attempts(audit, why);
            });
        }
    }

    /** What went wrong on the way, also if a later attempt succeeded; of the latest failure the last lines. */
    private void attempts(AuditClient audit, Explanation why) throws IOException {
        List<AttemptInfo> attempts = audit.attempts(why.current().instance(), Filter.ANY.limit(MOST_ATTEMPTS))
                .items();
        List<AttemptInfo> earlier = attempts.subList(Math.min(1, attempts.size()), attempts.size());
        for (AttemptInfo attempt : earlier.reversed()) {
            if (attempt.state() == AttemptState.FAILED) {
                session.out()
                        .printf(
                                "  Attempt %d failed at %s: %s%n",
                                attempt.number(), attempt.finishedAt(), Failures.cause(attempt));
            }
        }
        if (!attempts.isEmpty()) {
            new Failures(session, audit).lastWords(attempts.getFirst(), session.out());
        }
    }
}
