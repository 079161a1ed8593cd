package io.freshet.cli.command;

import io.freshet.cli.failure.CommandException;
import io.freshet.cli.failure.ExitCode;
import io.freshet.cli.session.Arguments;
import io.freshet.cli.session.Session;
import io.freshet.contracts.api.AttemptInfo;
import io.freshet.contracts.api.AuditClient;
import io.freshet.contracts.api.Filter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What an attempt printed. */
@Command(name = "logs", description = "Print what an attempt wrote to stdout and stderr.")
public final class LogsCommand implements Callable<Integer> {
    private static final int MOST_LINES = 10_000;
    private static final int MOST_ATTEMPTS = 100;

    @Mixin
    private Session session;

    @Parameters(
            paramLabel = "ATTEMPT|INSTANCE",
            description =
                    "an attempt's id, of which the beginning is enough, or namespace/workflow/task/dimension=value/...:"
                            + " its latest attempt")
    private String subject;

    @Option(
            names = "--attempt",
            paramLabel = "NUMBER",
            description =
                    "of an instance not the latest attempt but the latest with this number; 'attempts' lists them")
    private @Nullable Integer number;

    @Option(names = "--tail", paramLabel = "LINES", description = "only the last lines, at most 10000")
    private @Nullable Integer tail;

    @Option(
            names = {"-f", "--follow"},
            description = "go on until the attempt has ended")
    private boolean follow;

    @Override
    public Integer call() throws IOException {
        Integer lines = tail == null ? null : Arguments.between("--tail", tail, 1, MOST_LINES);
        try (AuditClient audit = session.auditClient()) {
            String attempt = subject.contains("/") ? ofInstance(audit) : subject;
            try (InputStream bytes =
                            lines == null ? audit.log(attempt, 0, follow) : audit.lastLines(attempt, lines, follow);
                    Reader log = new InputStreamReader(bytes, StandardCharsets.UTF_8)) {
                if (session.json()) {
                    StringWriter text = new StringWriter();
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

    private String ofInstance(AuditClient audit) throws IOException {
        List<AttemptInfo> attempts = audit.attempts(
                        Arguments.instance(subject), Filter.ANY.limit(number == null ? 1 : MOST_ATTEMPTS))
                .items();
        return attempts.stream()
                .filter(attempt -> number == null || attempt.number() == number)
                .findFirst()
                .map(AttemptInfo::attempt)
                .orElseThrow(() -> new CommandException(
                        ExitCode.REFUSED,
                        attempts.isEmpty()
                                ? "%s has no attempt: 'freshet why %s' says why".formatted(subject, subject)
                                : "%s has no attempt %d: 'freshet attempts --instance %s' lists them"
                                        .formatted(subject, number, subject)));
    }
}
