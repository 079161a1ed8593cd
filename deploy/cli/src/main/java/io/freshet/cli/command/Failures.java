package io.freshet.cli.command;

import io.freshet.cli.output.HumanFormat;
import io.freshet.cli.output.ReadableKey;
import io.freshet.cli.session.Session;
import io.freshet.contracts.api.AttemptInfo;
import io.freshet.contracts.api.AttemptState;
import io.freshet.contracts.api.AuditClient;
import io.freshet.contracts.api.Filter;
import io.freshet.contracts.api.InstanceInfo;
import io.freshet.contracts.api.Page;
import io.freshet.contracts.event.InstanceState;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Shows why things failed: the cause, and what the program said last. */
final class Failures {
    private static final int MOST_INSTANCES = 5;
    private static final int LAST_LINES = 10;
    private static final int LONGEST_LOG_BYTES = 16 * 1024;

    private final Session session;
    private final AuditClient audit;

    Failures(Session session, AuditClient audit) {
        this.session = session;
        this.audit = audit;
    }

    /** What became of an attempt, if it was not a success: in words, else by its kind. */
    static String cause(AttemptInfo attempt) {
        if (attempt.message() != null) {
            return ReadableKey.of(attempt.message()).lines().findFirst().orElse("");
        }
        return attempt.failure() == null ? "" : HumanFormat.words(attempt.failure());
    }

    /** The failed instances of a run, the first of them with their last lines. */
    void ofRun(String run, PrintWriter out) throws IOException {
        print(audit.instances(Filter.ANY.run(run).state(InstanceState.FAILED).limit(MOST_INSTANCES)), out);
    }

    void print(Page<InstanceInfo> failed, PrintWriter out) throws IOException {
        for (InstanceInfo instance : failed.items()) {
            out.printf("%s%n  %s%n", session.style().bad(ReadableKey.of(instance.instance())), instance.sentence());
            List<AttemptInfo> attempts =
                    audit.attempts(instance.instance(), Filter.ANY.limit(1)).items();
            for (AttemptInfo attempt : attempts) {
                lastWords(attempt, out);
            }
        }
        if (failed.next() != null) {
            out.printf("and more: 'freshet status' lists what failed%n");
        }
        out.flush();
    }

    /** The cause of a failed attempt and the end of its log. */
    void lastWords(AttemptInfo attempt, PrintWriter out) throws IOException {
        if (attempt.state() != AttemptState.FAILED) {
            return;
        }
        String cause = cause(attempt);
        if (!cause.isEmpty()) {
            out.printf("  attempt %d: %s%n", attempt.number(), cause);
        }
        String log = log(attempt.attempt());
        if (!log.isBlank()) {
            log.lines().forEach(line -> out.printf("  | %s%n", line));
        }
        out.printf("  all of it: freshet logs %s%n", attempt.attempt());
    }

    private String log(String attempt) throws IOException {
        awaitWholeLog(attempt);
        try (InputStream lines = audit.lastLines(attempt, LAST_LINES, false)) {
            byte[] bytes = lines.readNBytes(LONGEST_LOG_BYTES);
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /** An attempt's end may be known some moments before the end of what it printed; the service waits for that, and not for long. */
    private void awaitWholeLog(String attempt) throws IOException {
        try (InputStream log = audit.lastLines(attempt, 1, true)) {
            log.transferTo(OutputStream.nullOutputStream());
        }
    }
}
