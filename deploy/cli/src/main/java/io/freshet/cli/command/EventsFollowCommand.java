package io.freshet.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.cli.failure.CommandException;
import io.freshet.cli.failure.ExitCode;
import io.freshet.cli.session.Arguments;
import io.freshet.cli.session.Session;
import io.freshet.contracts.api.AuditClient;
import io.freshet.contracts.api.EventStream;
import io.freshet.contracts.api.FollowedEvent;
import io.freshet.contracts.api.WantedEvents;
import io.freshet.contracts.json.EventJson;
import io.freshet.servicekit.time.Backoff;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what attempts, runs and publications end with, as it happens. */
@Command(
        name = "follow",
        description = {
            "Print the events of the public topics as they happen: of attempts and runs that have finished, and of"
                    + " partitions that were published. A connection that is lost is taken up again where it was.",
            "With --json each event is one line."
        })
final class EventsFollowCommand implements Callable<Integer> {
    private static final Duration AS_LONG_AS_IT_MAY = Duration.ofHours(1);
    private static final Backoff BACKOFF = Backoff.ofMillis(200, 5_000);
    private static final int MOST = 1_000_000_000;

    @Mixin
    private Session session;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            split = ",",
            description = "only events of this CloudEvents type, as the reference of events has it; several by commas")
    private List<String> types = new ArrayList<>();

    @Option(
            names = {"-n", "--namespace"},
            description = "only events of this namespace")
    private @Nullable String namespace;

    @Option(
            names = "--workflow",
            paramLabel = "NAME",
            description = "only of this workflow, and of what its tasks have published")
    private @Nullable String workflow;

    @Option(names = "--dataset", paramLabel = "NAME", description = "only of what was published of this dataset")
    private @Nullable String dataset;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "also what happened since 2026-01-05T06:00:00Z, or since so long ago, such as 2h")
    private @Nullable String since;

    @Option(
            names = "--after",
            paramLabel = "ID",
            description = "go on behind the event with this id, which --json shows")
    private @Nullable String after;

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            description = "end so long after all is printed that is there now; 0s: at once (default: never)")
    private @Nullable String limit;

    @Option(names = "--count", paramLabel = "NUMBER", description = "end after so many events (default: never)")
    private @Nullable Integer count;

    private int printed;
    private boolean connected;

    @Override
    public Integer call() throws IOException {
        WantedEvents wanted = new WantedEvents(
                Set.copyOf(types),
                namespace,
                workflow,
                dataset,
                since == null ? null : Arguments.time("--since", since, session.now()));
        int most = count == null ? MOST : Arguments.between("--count", count, 1, MOST);
        Duration length = limit == null ? null : Arguments.duration(limit);
        try (AuditClient audit = session.auditClient()) {
            follow(audit, wanted, length, most);
        }
        return ExitCode.OK;
    }

    private void follow(AuditClient audit, WantedEvents wanted, @Nullable Duration length, int most)
            throws IOException {
        long begun = System.nanoTime();
        int failures = 0;
        while (printed < most) {
            Duration left = length == null ? AS_LONG_AS_IT_MAY : length.minusNanos(System.nanoTime() - begun);
            Duration asked = left.isNegative() ? Duration.ZERO : left;
            String before = after;
            try (EventStream events =
                    audit.follow(wanted, after, asked.compareTo(AS_LONG_AS_IT_MAY) < 0 ? asked : AS_LONG_AS_IT_MAY)) {
                connected = true;
                printAll(events, most);
                if (length != null && System.nanoTime() - begun >= length.toNanos()) {
                    return;
                }
            } catch (IOException e) {
                // Only what has answered once is waited for.
                if (!connected) {
                    throw e;
                }
                failures = Objects.equals(before, after) ? failures + 1 : 1;
                session.err().println("freshet: the connection is lost (" + e.getMessage() + "): trying again");
                pause(BACKOFF.pause(failures));
            }
        }
    }

    private void printAll(EventStream events, int most) throws IOException {
        try {
            for (Optional<FollowedEvent> next = events.next(); next.isPresent(); next = events.next()) {
                print(next.get());
                after = next.get().id();
                printed++;
                if (printed >= most) {
                    return;
                }
            }
        } finally {
            after = events.lastId() == null ? after : events.lastId();
        }
    }

    private void print(FollowedEvent event) throws IOException {
        if (session.json()) {
            session.out().println(EventJson.mapper().writeValueAsString(event));
        } else {
            session.out().println(line(event));
        }
        session.out().flush();
        if (session.out().checkError()) {
            throw new CommandException(ExitCode.FAILED, "the output could not be written");
        }
    }

    private static String line(FollowedEvent event) {
        JsonNode attributes = event.event();
        if (event.type().equals(FollowedEvent.MISSED)) {
            return "%s: %s/%s from %s to %s is no longer on the log"
                    .formatted(
                            event.type(),
                            attributes.path("topic").asText(),
                            attributes.path("partition").asText(),
                            attributes.path("from").asText(),
                            attributes.path("to").asText());
        }
        return "%s  %s  %s%s"
                .formatted(
                        attributes.path("time").asText(),
                        event.type(),
                        attributes.path("subject").asText(),
                        ending(attributes.path("data")));
    }

    /** How it ended, of what ends. */
    private static String ending(JsonNode data) {
        String state =
                data.path("state").asText(data.path("outcome").path("outcome").asText(""));
        return state.isEmpty() ? "" : "  " + state.toLowerCase(Locale.ROOT);
    }

    private static void pause(Duration length) throws InterruptedIOException {
        try {
            TimeUnit.NANOSECONDS.sleep(length.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }
}
