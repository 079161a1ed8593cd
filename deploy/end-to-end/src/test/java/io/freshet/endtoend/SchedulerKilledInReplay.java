package io.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.api.AuditClient;
import io.freshet.contracts.api.ReplayInfo;
import io.freshet.contracts.api.ReplayOrder;
import io.freshet.contracts.api.ReplayReceipt;
import io.freshet.contracts.api.SchedulerClient;
import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.envelope.EventDeserializer;
import io.freshet.contracts.event.Batch;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.event.PartitionChange;
import io.freshet.contracts.event.PartitionsReplayed;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.topic.Topics;
import io.freshet.endtoend.installation.Installation;
import io.freshet.endtoend.installation.Part;
import io.freshet.servicekit.kafka.EventPublisher;
import io.freshet.servicekit.kafka.KafkaSettings;
import io.freshet.testkit.Eventually;
import io.freshet.testkit.TopicReader;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

/**
 * The scheduler is killed in the middle of a replay of all file changes: the receipt adds up, every change is said once, and nothing is
 * launched.
 */
abstract class SchedulerKilledInReplay {
    private static final Duration LIMIT = PartsKilledAloneIT.LIMIT;

    /** Nobody reads it: it makes the topic so long that a replay takes several steps of a thousand records. */
    private static final DatasetRef LONG = new DatasetRef("prod", "long");

    private static final int RECORDS = 8_000;
    private static final int MOST_TRIES = 10;

    private final Installation installation = PartsKilledAloneIT.installation();
    private final Random random = new Random(PartsKilledAloneIT.SEED);

    /** How far a replay is. */
    private record Progress(ReplayInfo.State state, long done, long left) {}

    @Test
    void a_replay_goes_on_where_it_was() throws Exception {
        makeTheTopicLong();
        List<FileChanges> log = read(Topics.FILE_CHANGES, FileChanges.class);
        int attempts = read(Topics.TASK_READY, TaskReady.class).size();

        for (int round = 0; round < PartsKilledAloneIT.ROUNDS; round++) {
            String replay = killedInTheMiddle(round);
            ReplayReceipt receipt = complete(replay);
            List<PartitionsReplayed> said = said(replay);

            requireSum(receipt, log.size());
            List<String> facts =
                    said.stream().flatMap(each -> facts(each).stream()).sorted().toList();
            assertEquals(List.copyOf(new TreeSet<>(facts)), facts, "some were said twice");
            assertEquals(receipt.replay().records().facts(), facts.size());
            assertEquals(changed(log), partitions(said), "every change that is on the log, and no other");
            assertEquals(
                    said.stream().map(PartitionsReplayed::dataset).distinct().count(),
                    said.stream().filter(PartitionsReplayed::last).count(),
                    "of each dataset it ends once");
        }
        assertEquals(attempts, read(Topics.TASK_READY, TaskReady.class).size(), "everything is up to date");
    }

    private void makeTheTopicLong() {
        try (EventPublisher publisher = new EventPublisher(KafkaSettings.of(installation.kafka()), "test", "test")) {
            List<CompletableFuture<Void>> sent = new ArrayList<>();
            for (int number = 0; number < RECORDS; number++) {
                sent.add(publisher.send(Topics.FILE_CHANGES, LONG.toString(), change(number)));
            }
            sent.forEach(CompletableFuture::join);
        }
    }

    private static FileChanges change(int number) {
        Instant now = Instant.now();
        PartitionKey partition = PartitionKey.of("number", Integer.toString(number));
        return new FileChanges(
                LONG,
                "long",
                "{number}.txt",
                new Cause("long-" + number, Cause.Kind.FILES_CHANGED, now, "it was there"),
                Batch.single("long-" + number),
                List.of(new PartitionChange(partition, null, new PartitionVersion(Sha256.of("x"), 1, 1))),
                null,
                now);
    }

    /** Asks for a replay, and kills the scheduler while it reads; another one where it was too late. Returns the replay. */
    private String killedInTheMiddle(int round) throws Exception {
        try (Connection database = DriverManager.getConnection(installation.databaseUrl(Part.SCHEDULER))) {
            for (int attempt = 0; attempt < MOST_TRIES; attempt++) {
                String replay = ask("killed-%d-%d".formatted(round, attempt));
                int wanted = 1 + random.nextInt(RECORDS / 2);
                Progress progress = progress(database, replay);
                while (progress.state() == ReplayInfo.State.READING && progress.done() < wanted) {
                    progress = progress(database, replay);
                }
                installation.kill(Part.SCHEDULER);
                Progress left = progress(database, replay);
                installation.awaitReady(Part.SCHEDULER);
                if (left.state() == ReplayInfo.State.READING && left.done() > 0 && left.left() > 0) {
                    System.out.printf("killed with %d done and %d left%n", left.done(), left.left());
                    return replay;
                }
                complete(replay);
            }
        }
        throw new AssertionError("%d replays had ended before the scheduler was killed".formatted(MOST_TRIES));
    }

    private static Progress progress(Connection database, String replay) throws SQLException {
        try (PreparedStatement query = database.prepareStatement("""
                SELECT r.state, sum(g.next_offset - g.first_offset) AS done, sum(g.end_offset - g.next_offset) AS left_over
                FROM replays r JOIN replay_ranges g ON g.replay = r.id WHERE r.id = ? GROUP BY r.state
                """)) {
            query.setString(1, replay);
            try (ResultSet rows = query.executeQuery()) {
                assertTrue(rows.next(), replay);
                return new Progress(
                        ReplayInfo.State.valueOf(rows.getString("state")),
                        rows.getLong("done"),
                        rows.getLong("left_over"));
            }
        }
    }

    private String ask(String request) throws Exception {
        try (SchedulerClient scheduler = new SchedulerClient(installation.uri(Part.SCHEDULER), "tester")) {
            return scheduler
                    .replays()
                    .ask(ReplayOrder.of("file-changes"), request)
                    .replay();
        }
    }

    private ReplayReceipt complete(String replay) {
        try (SchedulerClient scheduler = new SchedulerClient(installation.uri(Part.SCHEDULER), "tester");
                AuditClient audit = new AuditClient(installation.uri(Part.AUDIT))) {
            return Eventually.eventually(
                    LIMIT, () -> scheduler.replays().receipt(replay, audit), ReplayReceipt::complete);
        }
    }

    private static void requireSum(ReplayReceipt receipt, int records) {
        ReplayInfo.Records read = receipt.replay().records();
        assertEquals(ReplayInfo.State.DONE, receipt.replay().state());
        assertEquals(records, read.read());
        assertEquals(new ReplayInfo.Records(records, records, 0, 0, read.facts()), read);
        assertTrue(!receipt.workflows().isEmpty());
        for (ReplayReceipt.Workflow workflow : receipt.workflows()) {
            assertTrue(workflow.considered() > 0, workflow::toString);
            assertEquals(workflow.considered(), workflow.unchanged(), workflow::toString);
        }
    }

    private List<PartitionsReplayed> said(String replay) {
        return read(Topics.CATALOG_SUBSCRIPTIONS, PartitionsReplayed.class).stream()
                .filter(each -> each.replay().equals(replay))
                .toList();
    }

    private static List<String> facts(PartitionsReplayed said) {
        return said.facts().stream()
                .map(fact -> "%s/%s of %d".formatted(said.dataset(), fact.partition(), fact.offset()))
                .toList();
    }

    private static Set<String> partitions(List<PartitionsReplayed> said) {
        return said.stream()
                .flatMap(each -> each.facts().stream().map(fact -> each.dataset() + "/" + fact.partition()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> changed(List<FileChanges> log) {
        return log.stream()
                .flatMap(each -> each.changes().stream().map(change -> each.dataset() + "/" + change.partition()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The records of a topic that are of a kind. */
    private <E extends Event> List<E> read(String topic, Class<E> kind) {
        try (TopicReader<String, Event> reader = new TopicReader<>(
                installation.kafka(), new StringDeserializer(), new EventDeserializer<>(Event.class), topic)) {
            return reader.toEnd(LIMIT).stream()
                    .map(ConsumerRecord::value)
                    .filter(kind::isInstance)
                    .map(kind::cast)
                    .toList();
        }
    }
}
