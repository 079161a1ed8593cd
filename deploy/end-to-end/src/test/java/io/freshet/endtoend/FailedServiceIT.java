package io.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.freshet.contracts.topic.Topics;
import io.freshet.embedded.DeletedTree;
import io.freshet.servicekit.kafka.KafkaSettings;
import io.freshet.testkit.Eventually;
import io.freshet.testkit.spec.CopyBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A service of a standalone that does not go on by itself is started again, and the work goes on. */
final class FailedServiceIT {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final String LAUNCHER_GROUP = "freshet.launcher";

    @TempDir(cleanup = CleanupMode.NEVER)
    private Path directory;

    private RunningSystem system;
    private Admin admin;

    @BeforeEach
    void start() throws Exception {
        system = RunningSystem.start(directory.resolve("data"));
        admin = Admin.create(KafkaSettings.of(kafka()).common("test"));
    }

    @AfterEach
    void stop() throws IOException {
        admin.close();
        system.close();
        DeletedTree.delete(directory);
    }

    @Test
    void a_launcher_whose_place_in_its_group_was_taken_is_started_again() throws Exception {
        Eventually.eventually(LIMIT, () -> assertEquals(1, members().size()));

        String intruder = takeThePlaceOf(members().getFirst());

        Eventually.eventually(LIMIT, () -> {
            assertEquals(1, members().size());
            assertNotEquals(intruder, members().getFirst().consumerId());
        });
        Path in = Files.createDirectories(system.namespace("prod").resolve("in"));
        Files.writeString(in.resolve("a.txt"), "content");
        system.deploy("prod", CopyBundle.in(directory.resolve("bundle")));
        Path out = system.namespace("prod").resolve("out").resolve("a.txt");
        Eventually.eventually(LIMIT, () -> assertEquals("content", Files.readString(out)));
    }

    /** Who joins under the name of a member has its place; the member is told so, and cannot come back by itself. */
    private String takeThePlaceOf(MemberDescription member) throws Exception {
        Map<String, Object> config = KafkaSettings.of(kafka()).consumer("intruder", LAUNCHER_GROUP);
        config.put(
                ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
                member.groupInstanceId().orElseThrow());
        try (KafkaConsumer<byte[], byte[]> intruder =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            intruder.subscribe(List.of(Topics.TASK_LAUNCH));
            while (intruder.assignment().isEmpty()) {
                intruder.poll(Duration.ofMillis(50));
            }
            return intruder.groupMetadata().memberId();
        }
    }

    private List<MemberDescription> members() throws Exception {
        return List.copyOf(admin.describeConsumerGroups(List.of(LAUNCHER_GROUP))
                .describedGroups()
                .get(LAUNCHER_GROUP)
                .get()
                .members());
    }

    private String kafka() {
        return system.standalone().endpoints().kafka();
    }
}
