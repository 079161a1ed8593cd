package io.freshet.scheduler.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.api.Page;
import io.freshet.contracts.api.ProblemException;
import io.freshet.contracts.api.ReplayInfo;
import io.freshet.contracts.api.ReplayOrder;
import io.freshet.contracts.api.ReplayRun;
import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.Batch;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.event.PartitionChange;
import io.freshet.contracts.event.PartitionsReplayed;
import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.DerivedId;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.topic.Topics;
import io.freshet.contracts.upstream.Checked;
import io.freshet.contracts.upstream.UpstreamEvent;
import io.freshet.language.ParseResult;
import io.freshet.language.WorkflowParser;
import io.freshet.scheduler.Bundles;
import io.freshet.scheduler.deployment.DeployResult;
import io.freshet.scheduler.deployment.Deployment;
import io.freshet.scheduler.replay.LogRecord;
import io.freshet.scheduler.replay.ReplayStore;
import io.freshet.scheduler.replay.Replays;
import io.freshet.scheduler.trigger.TriggerStore;
import io.freshet.servicekit.failure.UnavailableException;
import io.freshet.testkit.TestDatabase;
import io.freshet.testkit.WithPostgres;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replays in a real database, of a log in memory: every step once, whoever does it and whatever fails in between. */
@WithPostgres
class ReplaysIT {
    private static final Instant AT = Instant.parse("2026-03-01T00:00:00Z");
    private static final DatasetRef EXTRACTS = new DatasetRef("prod", "extracts");
    private static final WorkflowRef CLAIMS = new WorkflowRef("prod", "claims");
    private static final int RECORDS = 25;
    private static final int DATES = 5;
    private static final int STEPS = 3;
    private static final String ARRIVED =
            "{event: {name: arrived, type: org.example.arrived, filter: data.rows > 0, where: {date: data.date}, params: {day: data.date}}}";

    private final MemoryLog log = new MemoryLog();
    private TestDatabase raw;
    private SchedulerDatabase database;
    private ReplayStore store;
    private Replays replays;
    private int begun;
    private Path directory;

    @BeforeEach
    void open(TestDatabase empty, @TempDir Path temporary) throws Exception {
        raw = empty;
        directory = temporary;
        database = SchedulerDatabase.open(empty, directory);
        store = database.context().getBean(ReplayStore.class);
        replays = new Replays(store, log, InstantSource.fixed(AT), () -> "id " + begun, () -> begun++);
        String yaml = Bundles.workflow("claims", "extracts", "cleaned");
        Path zip = Files.write(directory.resolve("bundle.zip"), yaml.getBytes(StandardCharsets.UTF_8));
        ParseResult.Parsed parsed =
                assertInstanceOf(ParseResult.Parsed.class, WorkflowParser.parse("workflow.yaml", yaml));
        assertInstanceOf(
                DeployResult.Accepted.class,
                database.definitions()
                        .deploy(List.of(new Deployment(
                                CLAIMS, Sha256.of(yaml), zip, parsed, Map.of(), Map.of(), "alice", Instant.EPOCH))));
        for (int number = 0; number < RECORDS; number++) {
            log.records.add(new LogRecord(number, number == 3 ? null : changes(number)));
        }
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void a_replay_goes_through_its_range_in_steps_and_says_when_it_has_ended() throws SQLException {
        ReplayInfo asked = replays.ask(ReplayOrder.of("file-changes"), null, "alice");
        assertEquals(ReplayInfo.State.READING, asked.state());
        assertEquals(1, begun);

        assertTrue(store.advance(log));
        ReplayInfo half = store.find(asked.replay().substring(0, 8)).orElseThrow();
        assertEquals(new ReplayInfo.Range(1, 0, 10, RECORDS), half.ranges().getLast());
        assertEquals(new ReplayInfo.Records(10, 9, 0, 1, 9), half.records());
        advanceAll();

        ReplayInfo done = store.find(asked.replay()).orElseThrow();
        assertEquals(ReplayInfo.State.DONE, done.state());
        assertEquals(new ReplayInfo.Records(RECORDS, RECORDS - 1, 0, 1, RECORDS - 1), done.records());
        List<PartitionsReplayed> said = said();
        assertEquals(
                List.of(9, 10, 5, 0),
                said.stream().map(each -> each.facts().size()).toList());
        assertEquals(
                List.of(false, false, false, true),
                said.stream().map(PartitionsReplayed::last).toList());
        List<ReplayRun> runs = store.runs(asked.replay(), null, 10).items();
        assertEquals(List.of(CLAIMS), runs.stream().map(ReplayRun::workflow).toList());
        assertFalse(store.advance(log), "nothing is left");
    }

    /** As after a kill: what was not committed is done again, and what was is not. */
    @Test
    void a_step_that_failed_is_done_again_and_no_other() throws SQLException {
        ReplayInfo asked = replays.ask(ReplayOrder.of("file-changes"), null, "alice");
        store.advance(log);
        log.fails = true;
        assertThrows(UnavailableException.class, () -> store.advance(log));
        assertThrows(UnavailableException.class, () -> store.advance(log));
        log.fails = false;
        advanceAll();

        assertEquals(
                RECORDS - 1,
                said().stream().mapToInt(each -> each.facts().size()).sum());
        assertEquals(RECORDS, store.find(asked.replay()).orElseThrow().records().read());
    }

    @Test
    void events_are_heard_by_triggers_for_which_they_led_to_nothing_once_and_looked_at_again() throws Exception {
        try (ScheduleFixture flow = new ScheduleFixture(raw, database, directory)) {
            flow.deploy(ARRIVED.replace("rows > 0", "rows > 0 && data.late == true"));
            TriggerStore triggers = database.context().getBean(TriggerStore.class);
            triggers.take(List.of(event(0), event(1)));
            assertEquals(
                    2,
                    triggers.trigger(ScheduleFixture.FLOW, "arrived")
                            .orElseThrow()
                            .refused());
            flow.deploy(ARRIVED + ", " + ARRIVED.replace("name: arrived", "name: paced, debounce: 1h"));
            triggers.take(List.of(event(2)));
            assertEquals(1, flow.requested().size());
            log.records.clear();
            for (int number = 0; number < RECORDS; number++) {
                log.records.add(new LogRecord(number, number == 3 ? null : event(number)));
            }

            ReplayInfo first = replays.ask(ReplayOrder.of("upstream-events"), null, "alice");
            advanceAll();
            ReplayInfo second = replays.ask(ReplayOrder.of("upstream-events"), null, "alice");
            advanceAll();

            assertEquals(
                    new ReplayInfo.Records(RECORDS, RECORDS - 1, 0, 1, RECORDS - 1),
                    store.find(first.replay()).orElseThrow().records());
            List<RunRequest.Evaluate> requested = flow.requested();
            List<String> runs = requested.stream()
                    .map(request ->
                            DerivedId.run(request.workflow(), request.cause().id()))
                    .toList();
            // All 24 for the one trigger, of which one was asked for before; and for the other one for each date of a
            // step.
            assertEquals(24 + STEPS * DATES, requested.size());
            assertEquals(runs.size(), runs.stream().distinct().count());
            assertEquals(
                    23 + STEPS * DATES,
                    requested.stream()
                            .filter(request -> request.cause().kind() == Cause.Kind.REPLAY)
                            .count());
            assertEquals(
                    runs.subList(1, runs.size()).stream().sorted().toList(),
                    store.runs(first.replay(), null, 1_000).items().stream()
                            .map(ReplayRun::run)
                            .toList());
            assertEquals(List.of(), store.runs(second.replay(), null, 10).items(), "all have led to a run");
            assertEquals(
                    0,
                    triggers.trigger(ScheduleFixture.FLOW, "paced")
                            .orElseThrow()
                            .held());
            assertEquals(2 * (RECORDS - 1), lookedAt(), "the watcher is to look again at each");
        }
    }

    /** How many events were said again. */
    private int lookedAt() throws SQLException {
        try (Connection connection = raw.connect()) {
            List<String> events = new Session(connection)
                    .rows("SELECT event FROM outbox WHERE topic = ?", row -> row.getString(1), Topics.UPSTREAM_EVENTS);
            assertTrue(events.stream().allMatch(event -> event.contains("freshetreplay")), events::toString);
            return events.size();
        }
    }

    private static UpstreamEvent event(int number) {
        return ((Checked.Valid<UpstreamEvent>) UpstreamEvent.binary(
                        Map.of(
                                "specversion", "1.0",
                                "id", "e" + number,
                                "source", "/lab",
                                "type", "org.example.arrived"),
                        """
                        {"namespace": "prod", "dataset": "extracts", "partition": "n=%d", "rows": 1, "date": "2026-01-%02d"}""".formatted(number, 1 + number % DATES).getBytes(StandardCharsets.UTF_8)))
                .value();
    }

    @Test
    void several_schedulers_do_each_step_of_several_replays_once() throws Exception {
        for (int replay = 0; replay < 3; replay++) {
            replays.ask(ReplayOrder.of("file-changes"), null, "alice");
        }
        List<Thread> schedulers = Stream.generate(() -> Thread.ofPlatform().start(this::advanceAll))
                .limit(3)
                .toList();
        for (Thread scheduler : schedulers) {
            scheduler.join();
        }
        advanceAll();

        assertEquals(3, store.list(null, 10).items().size());
        store.list(null, 10).items().forEach(replay -> {
            assertEquals(ReplayInfo.State.DONE, replay.state());
            assertEquals(RECORDS, replay.records().read());
        });
        assertEquals(
                3 * (RECORDS - 1),
                said().stream().mapToInt(each -> each.facts().size()).sum());
        assertEquals(3, said().stream().filter(PartitionsReplayed::last).count());
    }

    @Test
    void a_dry_run_counts_and_says_nothing() throws SQLException {
        ReplayInfo asked = replays.ask(
                new ReplayOrder("file-changes", null, null, List.of(), List.of(), List.of(), null, true, null),
                null,
                "alice");
        advanceAll();

        assertEquals(RECORDS, store.find(asked.replay()).orElseThrow().records().read());
        assertEquals(List.of(), said());
        assertEquals(List.of(), store.runs(asked.replay(), null, 10).items());
    }

    @Test
    void one_that_is_cancelled_reads_no_more_and_its_runs_are_stopped() throws SQLException {
        ReplayInfo asked = replays.ask(ReplayOrder.of("file-changes"), null, "alice");
        store.advance(log);

        ReplayInfo cancelled = store.cancel(asked.replay(), "bob").orElseThrow();

        assertEquals(ReplayInfo.State.CANCELLED, cancelled.state());
        assertFalse(store.advance(log));
        assertTrue(said().getLast().last());
        assertEquals(
                store.runs(asked.replay(), null, 10).items().stream()
                        .map(ReplayRun::run)
                        .toList(),
                events(Topics.RUN_REQUESTS, RunRequest.Cancel.class).stream()
                        .map(RunRequest.Cancel::run)
                        .toList());
    }

    @Test
    void waits_until_the_log_has_what_was_published() throws SQLException {
        replays.ask(ReplayOrder.of("file-changes"), null, "alice");
        database.update(
                "INSERT INTO outbox (topic, record_key, created_at) SELECT 't', 'k', now() FROM generate_series(1, ?)",
                ReplayStore.MOST_UNSENT);
        assertFalse(store.advance(log));

        database.update("UPDATE outbox SET sent_at = now()");
        assertTrue(store.advance(log));
    }

    @Test
    void the_same_request_is_the_same_replay_and_another_with_its_id_is_refused() {
        ReplayInfo first = replays.ask(ReplayOrder.of("file-changes"), "once", "alice");
        advanceAll();
        assertEquals(
                first.replay(),
                replays.ask(ReplayOrder.of("file-changes"), "once", "alice").replay());

        ProblemException refused = assertThrows(
                ProblemException.class, () -> replays.ask(ReplayOrder.of("run-requests"), "once", "alice"));
        assertEquals("idempotency-key-reused", refused.problem().code());
    }

    @Test
    void refuses_what_cannot_be_replayed_and_says_all_that_is_wrong() {
        ReplayOrder order = new ReplayOrder(
                "run-requests",
                AT,
                AT,
                List.of(new ReplayOrder.Offsets(1, 5, 4L)),
                List.of(EXTRACTS),
                List.of(),
                "No Name",
                false,
                "x".repeat(501));

        ProblemException refused = assertThrows(ProblemException.class, () -> replays.ask(order, null, "alice"));

        assertEquals("invalid-replay", refused.problem().code());
        assertEquals(6, refused.problem().errors().size(), refused.getMessage());
        assertThrows(ProblemException.class, () -> replays.ask(ReplayOrder.of("task-logs"), null, "alice"));
        assertThrows(
                ProblemException.class, () -> replays.ask(offsets(new ReplayOrder.Offsets(7, 0, null)), null, "alice"));
    }

    @Test
    void reads_the_offsets_that_are_named_as_far_as_there_are_any() {
        ReplayInfo asked = replays.ask(offsets(new ReplayOrder.Offsets(1, 20, 1_000L)), null, "alice");
        advanceAll();

        assertEquals(5, store.find(asked.replay()).orElseThrow().records().read());
        assertEquals(
                List.of(new ReplayInfo.Range(1, 20, 25, 25)),
                store.find(asked.replay()).orElseThrow().ranges());
    }

    @Test
    void they_are_listed_in_pages_and_forgotten_after_their_time() throws SQLException {
        for (int replay = 0; replay < 3; replay++) {
            replays.ask(ReplayOrder.of("file-changes"), null, "alice");
            database.update("UPDATE replays SET requested_at = requested_at - interval '1 hour'");
        }
        Page<ReplayInfo> first = store.list(null, 2);
        Page<ReplayInfo> second = store.list(first.next(), 2);
        assertEquals(
                3,
                Stream.concat(first.items().stream(), second.items().stream())
                        .map(ReplayInfo::replay)
                        .distinct()
                        .count());

        assertEquals(0, store.forget(Duration.ZERO, 10), "what is read is not forgotten");
        advanceAll();
        assertEquals(2, store.forget(Duration.ZERO, 2));
        assertEquals(1, store.forget(Duration.ZERO, 2));
        assertEquals(List.of(), store.list(null, 10).items());
    }

    private void advanceAll() {
        while (store.advance(log)) {
            // Until there is nothing more to do.
        }
    }

    private List<PartitionsReplayed> said() throws SQLException {
        return events(Topics.CATALOG_SUBSCRIPTIONS, PartitionsReplayed.class);
    }

    private <E> List<E> events(String topic, Class<E> type) throws SQLException {
        try (Connection connection = raw.connect()) {
            return new Session(connection)
                    .rows(
                            "SELECT event FROM outbox WHERE topic = ? ORDER BY id",
                            row -> StoredJson.read(row.getString(1), type),
                            topic);
        }
    }

    private static ReplayOrder offsets(ReplayOrder.Offsets offsets) {
        return new ReplayOrder("file-changes", null, null, List.of(offsets), List.of(), List.of(), null, false, null);
    }

    private static FileChanges changes(int number) {
        PartitionVersion version = new PartitionVersion(Sha256.of("x"), 1, 1);
        PartitionKey key = PartitionKey.of("n", Integer.toString(number));
        return new FileChanges(
                EXTRACTS,
                "extracts",
                "{n}",
                new Cause("c" + number, Cause.Kind.FILES_CHANGED, AT, "c"),
                Batch.single("b" + number),
                List.of(new PartitionChange(key, null, version)),
                null,
                AT);
    }
}
