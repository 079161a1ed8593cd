package io.freshet.cli.command;

import io.freshet.cli.Arguments;
import io.freshet.cli.CommandException;
import io.freshet.cli.ExitCode;
import io.freshet.cli.Session;
import io.freshet.contracts.api.AttemptInfo;
import io.freshet.contracts.api.AuditClient;
import io.freshet.contracts.api.Filter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What an attempt printed. */
@Command(name = "logs", description = "Print what an attempt wrote to stdout and stderr.")
public final class Logs implements Callable<Integer> {
    @Mixin
    private Session session;

    @Parameters(
            paramLabel = "ATTEMPT|INSTANCE",
            description = "an attempt's id, or namespace/workflow/task/dimension=value/...: its latest attempt")
    private String subject;

    @Option(
            names = {"-f", "--follow"},
            description = "go on until the attempt has ended")
    private boolean follow;

    @Override
    public Integer call() throws IOException {
        try (AuditClient audit = session.auditClient()) {
            String attempt = subject.contains("/") ? latest(audit) : subject;
            try (Reader log = new InputStreamReader(audit.log(attempt, 0, follow), StandardCharsets.UTF_8)) {
                if (session.json()) {
                    java.io.StringWriter text = new java.io.StringWriter();
                    log.transferTo(text);
                    session.printJson(Map.of("attempt", attempt, "log", text.toString()));
                } else {
                    copy(log);
                }
            }
            return ExitCode.OK;
        }
    }

    private void copy(Reader log) throws IOException {
        char[] buffer = new char[8192];
        for (int read = log.read(buffer); read >= 0; read = log.read(buffer)) {
            session.out().write(buffer, 0, read);
            session.out().flush();
        }
    }

    private String latest(AuditClient audit) throws IOException {
        List<AttemptInfo> attempts =
                audit.attempts(Arguments.instance(subject), Filter.ANY.limit(1)).items();
        if (attempts.isEmpty()) {
            throw new CommandException(
                    ExitCode.FAILED, "%s has no attempt: 'freshet why %s' says why".formatted(subject, subject));
        }
        return attempts.getFirst().attempt();
    }
}
