package io.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.cli.local.BundleDirectory;
import io.freshet.cli.local.LocalStandalone;
import io.freshet.contracts.api.AuditClient;
import io.freshet.contracts.api.ProblemException;
import io.freshet.contracts.api.SchedulerClient;
import io.freshet.contracts.api.StatusSummary;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.topic.Topic;
import io.freshet.contracts.topic.Topics;
import io.freshet.embedded.DeletedTree;
import io.freshet.endtoend.installation.ClassArchive;
import io.freshet.endtoend.poison.HostileBundle;
import io.freshet.endtoend.poison.HostileBundle.End;
import io.freshet.endtoend.poison.HostileBundles;
import io.freshet.endtoend.poison.Poison;
import io.freshet.endtoend.poison.Poison.GoodRecord;
import io.freshet.servicekit.kafka.KafkaSettings;
import io.freshet.standalone.DataDirectory;
import io.freshet.standalone.Endpoints;
import io.freshet.testkit.Eventually;
import io.freshet.testkit.PostgresPrograms;
import io.freshet.testkit.TopicReader;
import io.freshet.testkit.spec.CopyBundle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Poison stops only itself. On a standalone in a process of its own, with the memory that {@code freshet up} gives it, one poisoned record
 * or hostile workflow at a time: after each, an innocent workflow decides and finishes within ten seconds, and nothing was restarted.
 *
 * <p>{@code -Dfreshet.poison.ways=N} says in how many of the ways a record of each topic is poisoned. Which ways meet which topics when
 * there are fewer than all is decided by the seed, which is printed; {@code -Dfreshet.seed=N} takes another.
 */
final class PoisonSuiteIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration PROMISED = Duration.ofSeconds(10);
    private static final String RESTARTED = "does not go on by itself";

    private static final int WAYS = Integer.getInteger("freshet.poison.ways", 2);
    private static final long SEED = Long.getLong("freshet.seed", System.nanoTime());

    @TempDir(cleanup = CleanupMode.NEVER)
    private static Path directory;

    private static DataDirectory data;
    private static Endpoints standalone;
    private static int innocentFiles;

    @BeforeAll
    static void start() throws Exception {
        System.out.printf("%d ways to poison each topic, seed %d%n", WAYS, SEED);
        data = new DataDirectory(directory.resolve("data"));
        PostgresPrograms.link(data.postgresBinaries());
        standalone = ClassArchive.standalone(data).start(0);
        Files.createDirectories(namespace("innocent").resolve("in"));
        try (SchedulerClient scheduler = standalone.schedulerClient("innocent")) {
            scheduler.deploy("innocent", BundleDirectory.zip(CopyBundle.in(directory.resolve("innocent"))));
        }
        finishesInTime("the beginning", LIMIT);
    }

    @AfterAll
    static void stop() throws Exception {
        if (standalone != null) {
            LocalStandalone.stop(standalone, LIMIT);
        }
        DeletedTree.delete(directory);
    }

    @AfterEach
    void nothing_was_restarted() throws IOException {
        assertTrue(standalone.isAlive(), "the standalone is gone");
        try (Stream<String> log = Files.lines(data.log())) {
            assertEquals(List.of(), log.filter(line -> line.contains(RESTARTED)).toList());
        }
    }

    static List<String> topics() {
        return Topics.all().stream()
                .map(Topic::name)
                .filter(name -> !name.endsWith(Topics.deadLetters("")))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("topics")
    void a_poisoned_record_stops_nobody(String topic) throws Exception {
        GoodRecord good = goodRecord(topic);
        for (Poison poison : Poison.some(WAYS, first(topic))) {
            ProducerRecord<byte[], byte[]> record = poison.of(good).orElse(null);
            if (record != null) {
                send(record);
                finishesInTime(poison + " on " + topic, PROMISED);
            }
        }
    }

    /** The next topic begins with the next way. */
    private static int first(String topic) {
        return Math.floorMod(SEED, Poison.values().length) + topics().indexOf(topic);
    }

    static List<HostileBundle> hostileBundles() {
        return HostileBundles.all().toList();
    }

    @ParameterizedTest
    @MethodSource("hostileBundles")
    void a_hostile_workflow_stops_only_itself(HostileBundle hostile) throws Exception {
        for (Map.Entry<String, String> input : hostile.inputs().entrySet()) {
            Path file = namespace(hostile.name()).resolve(input.getKey());
            Files.createDirectories(file.getParent());
            Files.writeString(file, input.getValue());
        }

        boolean deployed = deploy(hostile);

        finishesInTime(hostile.name(), PROMISED);
        End end = deployed ? end(hostile.name()) : End.REFUSED;
        assertTrue(hostile.ends().contains(end), () -> hostile + " ended " + end);
        finishesInTime("the end of " + hostile.name(), PROMISED);
    }

    @Test
    void files_that_fit_nothing_stop_nobody() throws Exception {
        Path in = namespace("innocent").resolve("in");
        Files.writeString(in.resolve("unfit.csv"), "fits no layout");
        Files.createDirectories(in.resolve("too").resolve("deep"));
        Files.writeString(in.resolve("too").resolve("deep").resolve("a.txt"), "fits no layout either");
        Files.createDirectory(in.resolve("directory.txt"));
        Files.createSymbolicLink(in.resolve("link.txt"), Path.of("/etc/hostname"));
        Files.createSymbolicLink(in.resolve("loop.txt"), in);
        Process pipe = new ProcessBuilder("mkfifo", in.resolve("pipe.txt").toString()).start();
        assertEquals(0, pipe.waitFor());

        finishesInTime("files that fit nothing", PROMISED);
    }

    @Test
    void an_archive_that_is_small_only_while_it_is_packed_is_refused() throws Exception {
        byte[] bomb = bomb();

        try (SchedulerClient scheduler = standalone.schedulerClient("hostile")) {
            ProblemException refused = assertThrows(ProblemException.class, () -> scheduler.deploy("bomb", bomb));
            assertTrue(refused.problem().toString().contains("when it is unpacked"), refused::toString);
        }

        finishesInTime("a bomb of " + bomb.length + " bytes", PROMISED);
    }

    /** Some 200 kB, 200 MB once unpacked. */
    private static byte[] bomb() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("zeros"));
            zip.write(new byte[200_000_000]);
            zip.closeEntry();
        }
        return bytes.toByteArray();
    }

    private static boolean deploy(HostileBundle hostile) throws IOException {
        Path bundle = Files.createDirectories(directory.resolve("bundle-" + hostile.name()));
        for (Map.Entry<String, String> file : hostile.files().entrySet()) {
            Files.writeString(bundle.resolve(file.getKey()), file.getValue());
        }
        try (SchedulerClient scheduler = standalone.schedulerClient("hostile")) {
            scheduler.deploy(hostile.name(), BundleDirectory.zip(bundle));
            return true;
        } catch (ProblemException e) {
            assertTrue(e.problem().status() < 500, () -> hostile + ": " + e.problem());
            return false;
        }
    }

    /** Waits until nothing of the namespace goes on any more. */
    private static End end(String namespace) throws IOException {
        try (AuditClient audit = standalone.auditClient()) {
            List<StatusSummary.TaskStatus> tasks = Eventually.eventually(
                    LIMIT,
                    () -> audit.summary(namespace).tasks(),
                    now -> !now.isEmpty()
                            && now.stream()
                                    .flatMap(task -> task.states().keySet().stream())
                                    .allMatch(InstanceState::isSettled));
            boolean failed = tasks.stream().anyMatch(task -> task.states().getOrDefault(InstanceState.FAILED, 0L) > 0);
            return failed ? End.FAILED : End.HARMLESS;
        }
    }

    /** A record of the topic as the product wrote it for the innocent workflow. */
    private static GoodRecord goodRecord(String topic) {
        try (TopicReader<byte[], byte[]> reader = new TopicReader<>(
                standalone.kafka(), new ByteArrayDeserializer(), new ByteArrayDeserializer(), topic)) {
            return reader.toEnd(LIMIT).stream()
                    .filter(record -> record.value() != null && record.headers().lastHeader("ce_type") != null)
                    .findFirst()
                    .map(record ->
                            new GoodRecord(topic, record.headers(), new String(record.value(), StandardCharsets.UTF_8)))
                    .orElseGet(() -> GoodRecord.strayOn(topic));
        }
    }

    private static void send(ProducerRecord<byte[], byte[]> record) throws Exception {
        Map<String, Object> config =
                new HashMap<>(KafkaSettings.of(standalone.kafka()).producer("poison"));
        config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 64_000_000);
        config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 128_000_000);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(record).get();
        }
    }

    /** A file of the innocent workflow that arrives now is copied. */
    private static void finishesInTime(String after, Duration limit) throws IOException {
        String name = innocentFiles++ + ".txt";
        Files.writeString(namespace("innocent").resolve("in").resolve(name), after);
        Path copy = namespace("innocent").resolve("out").resolve(name);
        try {
            Eventually.eventually(limit, () -> assertEquals(after, Files.readString(copy)));
        } catch (AssertionError e) {
            throw new AssertionError("an innocent workflow was held up by " + after, e);
        }
    }

    private static Path namespace(String namespace) {
        return data.storage().resolve(namespace);
    }
}
