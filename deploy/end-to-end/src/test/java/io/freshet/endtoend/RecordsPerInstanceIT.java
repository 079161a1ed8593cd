package io.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.topic.Topics;
import io.freshet.testkit.Eventually;
import io.freshet.testkit.TopicReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the life of an instance writes to Kafka, from the file that changes to the slot that is given back: in events, and in the changelogs of
 * planner and admission. Each record costs the broker, its readers and the disk, and nothing but this notices one more.
 */
class RecordsPerInstanceIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int INSTANCES = 1_000;
    private static final double MOST_RECORDS = 14;
    private static final double MOST_BYTES = 5_000;

    @TempDir
    Path directory;

    /** Of a topic. */
    private record Written(long records, long bytes) {
        private static final Written NOTHING = new Written(0, 0);

        Written plus(Written other) {
            return new Written(records + other.records, bytes + other.bytes);
        }

        private static Written of(ConsumerRecord<byte[], byte[]> record) {
            long bytes = (long) Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
            for (var header : record.headers()) {
                bytes += header.key().length() + (header.value() == null ? 0 : header.value().length);
            }
            return new Written(1, bytes);
        }
    }

    @Test
    void an_instance_writes_few_and_small_records() throws Exception {
        Map<String, Object> properties =
                Map.of("freshet.launcher.executor", "in-process", "freshet.admission.default-slots", 200);
        try (RunningSystem system = RunningSystem.start(directory.resolve("data"), properties)) {
            for (int i = 0; i < INSTANCES; i++) {
                system.drop("counted", "in/batch/%d.txt".formatted(i), "content " + i);
            }
            system.deploy("counted", workflow());

            Eventually.eventually(PATIENCE, () -> assertEquals(INSTANCES, executed(system)));

            Map<String, Written> written =
                    written(system.standalone().endpoints().kafka());
            Written all = written.values().stream().reduce(Written.NOTHING, Written::plus);
            System.out.print(said(written, all));
            assertTrue(all.records() <= MOST_RECORDS * INSTANCES, said(written, all));
            assertTrue(all.bytes() <= MOST_BYTES * INSTANCES, said(written, all));
            Written ends = written.getOrDefault(Topics.TASK_FINISHED, Written.NOTHING);
            assertEquals(INSTANCES, ends.records(), "each instance has run");
        }
    }

    private static int executed(RunningSystem system) {
        return system.witness().runs().stream()
                .mapToInt(run -> run.summary().executed())
                .sum();
    }

    private Path workflow() throws Exception {
        Path bundle = Files.createDirectories(directory.resolve("bundle"));
        Files.writeString(bundle.resolve("workflow.yaml"), """
                apiVersion: freshet.io/v1
                kind: Workflow
                metadata: {name: many}
                spec:
                  datasets:
                    in: {path: in, layout: "{batch}/{name}.txt", watch: {settle: 0s}}
                    out: {path: out, layout: "{batch}/{name}.txt"}
                  tasks:
                    copy:
                      inputs: {in: {}}
                      outputs: {out: {}}
                      run: {command: [/bin/true]}
                """);
        return bundle;
    }

    private static Map<String, Written> written(String kafka) throws Exception {
        String[] topics;
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka))) {
            topics = admin.listTopics().names().get().toArray(String[]::new);
        }
        Map<String, Written> written = new TreeMap<>();
        try (TopicReader<byte[], byte[]> reader =
                new TopicReader<>(kafka, new ByteArrayDeserializer(), new ByteArrayDeserializer(), topics)) {
            reader.toEnd(PATIENCE).forEach(record -> written.merge(place(record), Written.of(record), Written::plus));
        }
        return written;
    }

    /** Topic, and for the planner's stores the table, whose letter each key begins with. */
    private static String place(ConsumerRecord<byte[], byte[]> record) {
        String topic = record.topic();
        return topic.startsWith("freshet-planner-") ? topic + " " + (char) record.key()[0] : topic;
    }

    private static String said(Map<String, Written> written, Written all) {
        StringBuilder text = new StringBuilder("an instance writes %.1f records of %.0f bytes together:%n"
                .formatted(perInstance(all.records()), perInstance(all.bytes())));
        written.forEach((topic, of) -> {
            // What is written once, whatever there is to do, says nothing.
            if (of.records() >= INSTANCES / 100) {
                text.append("%.2f records, %.0f bytes: %s%n"
                        .formatted(perInstance(of.records()), perInstance(of.bytes()), topic));
            }
        });
        return text.toString();
    }

    private static double perInstance(long number) {
        return number / (double) INSTANCES;
    }
}
