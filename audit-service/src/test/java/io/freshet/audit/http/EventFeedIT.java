package io.freshet.audit.http;

import static io.freshet.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.audit.history.PlausibleHistory;
import io.freshet.contracts.api.EventStream;
import io.freshet.contracts.api.FollowedEvent;
import io.freshet.contracts.api.ProblemException;
import io.freshet.contracts.api.WantedEvents;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Following events, over a real connection from a real log. */
final class EventFeedIT extends WithRunningAudit {
    private static final String RUN_FINISHED = "io.freshet.run.finished.v1";

    /** Written to the log before any test. */
    private static final Instant BEGINNING = Instant.EPOCH;

    @Test
    void sends_what_there_is_and_ends() throws IOException {
        List<FollowedEvent> runs = read(wanted(Set.of(RUN_FINISHED)), null);

        assertTrue(
                runs.stream()
                        .map(event -> event.event().path("data").path("run").asText())
                        .collect(Collectors.toSet())
                        .containsAll(Set.of(audit.northRun(), audit.correctedRun(), audit.failedRun())),
                runs::toString);
        for (FollowedEvent run : runs) {
            assertEquals(RUN_FINISHED, run.type());
            assertEquals("1.0", run.event().path("specversion").asText());
            assertEquals(namespace + "/claims", run.event().path("subject").asText());
        }
    }

    @Test
    void whoever_comes_back_with_an_id_misses_nothing_and_is_sent_nothing_twice() throws IOException {
        List<FollowedEvent> all = read(wanted(Set.of()), null);
        assertTrue(all.size() > 10, all::toString);

        for (int read = 1; read <= all.size(); read += 4) {
            List<FollowedEvent> rest = read(wanted(Set.of()), all.get(read - 1).id());

            assertEquals(all.size(), read + rest.size());
            assertEquals(
                    ids(all),
                    ids(Stream.concat(all.stream().limit(read), rest.stream()).toList()));
        }
    }

    @Test
    void sends_what_happens_while_somebody_follows() throws IOException {
        PlausibleHistory later = history.goingOn();
        try (EventStream events = client.follow(
                new WantedEvents(Set.of(RUN_FINISHED), namespace, null, null, null), null, Duration.ofMinutes(1))) {
            eventually(LIMIT, () -> assertEquals(0, client.stats().lag()));
            String run = later.delivery(PlausibleHistory.extract("west", "2026-02-01"), "west 1");
            // Only what is written after the first sign of life is sent for sure.
            Thread sender = Thread.ofVirtual().start(() -> audit.send(later));

            Optional<FollowedEvent> next = events.next();
            sender.join();

            assertEquals(
                    Optional.of(run),
                    next.map(event -> event.event().path("data").path("run").asText()));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void says_what_is_no_longer_there() throws IOException {
        FollowedEvent first = read(wanted(Set.of(RUN_FINISHED)), "run-finished:0.99999,1.99999")
                .getFirst();

        assertEquals(FollowedEvent.MISSED, first.type());
        assertEquals(99_999, first.event().path("from").asLong());
        assertEquals("freshet.run-finished", first.event().path("topic").asText());
    }

    @Test
    void takes_no_more_than_it_has_places_for_and_has_them_again() throws IOException {
        List<EventStream> followers = new ArrayList<>();
        try {
            for (int i = 0; i < EventController.MOST_FOLLOWERS; i++) {
                followers.add(client.follow(WantedEvents.ALL, null, Duration.ofMinutes(5)));
            }
            ProblemException refused = assertThrows(
                    ProblemException.class, () -> client.follow(WantedEvents.ALL, null, Duration.ofMinutes(5)));
            assertEquals(429, refused.problem().status());
        } finally {
            for (EventStream follower : followers) {
                follower.close();
            }
        }
        eventually(
                LIMIT,
                () -> client.follow(WantedEvents.ALL, null, Duration.ZERO).close());
    }

    @Test
    void is_what_browsers_take_for_server_sent_events() throws Exception {
        HttpResponse<String> answer = ask("?timeout=0s&since=1970-01-01T00:00:00Z&namespace=" + namespace, null);

        assertEquals(
                "text/event-stream",
                answer.headers().firstValue("content-type").orElse("").split(";")[0]);
        assertTrue(answer.body().startsWith("retry: 2000\nid: "), answer.body());
        assertTrue(answer.body().endsWith("\n\n"), answer.body());
        String last = answer.body()
                .lines()
                .filter(line -> line.startsWith("id: "))
                .reduce((one, two) -> two)
                .orElseThrow();

        HttpResponse<String> rest =
                ask("?timeout=0s&since=1970-01-01T00:00:00Z&namespace=" + namespace, last.substring(4));

        assertTrue(rest.body().lines().noneMatch(line -> line.startsWith("data:")), rest.body());
    }

    /** As it stands there, in a process of its own. */
    @Test
    void the_consumer_of_the_guide_shows_runs_that_have_finished(@TempDir Path directory) throws Exception {
        String guide = Files.readString(Path.of("../docs/guides/completion-events.md"));
        Matcher program = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(guide);
        assertTrue(program.find());
        Path source = Files.writeString(directory.resolve("Completions.java"), program.group(1));
        Path output = directory.resolve("output");
        Process consumer = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        source.toString(),
                        audit.kafka().bootstrapServers())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            eventually(
                    LIMIT,
                    () -> assertTrue(Files.readString(output)
                            .lines()
                            .anyMatch(line -> line.startsWith(namespace + "/claims {")
                                    && line.contains("\"run\":\"%s\"".formatted(audit.failedRun())))));
        } finally {
            consumer.destroyForcibly().waitFor();
        }
    }

    @Test
    void an_id_that_is_none_is_refused() throws Exception {
        HttpResponse<String> refused = ask("?timeout=0s", "nonsense");

        assertEquals(400, refused.statusCode());
        assertTrue(refused.body().contains("Last-Event-ID"), refused.body());
    }

    private static HttpResponse<String> ask(String query, @Nullable String lastId) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                URI.create("http://localhost:" + audit.service().port() + "/api/v1/events" + query));
        if (lastId != null) {
            request.header("Last-Event-ID", lastId);
        }
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private static WantedEvents wanted(Set<String> types) {
        return new WantedEvents(types, namespace, null, null, BEGINNING);
    }

    private static List<FollowedEvent> read(WantedEvents wanted, @Nullable String after) throws IOException {
        List<FollowedEvent> events = new ArrayList<>();
        try (EventStream stream = client.follow(wanted, after, Duration.ZERO)) {
            stream.next().ifPresent(events::add);
            for (Optional<FollowedEvent> next = stream.next(); next.isPresent(); next = stream.next()) {
                events.add(next.get());
            }
        }
        return events;
    }

    private static Set<String> ids(List<FollowedEvent> events) {
        return events.stream()
                .map(event -> event.event().path("id").asText())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
