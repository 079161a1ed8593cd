package io.freshet.watcher.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.envelope.EventDeserializer;
import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.event.PartitionChange;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.Layout;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.WatchSpec;
import io.freshet.contracts.topic.Topics;
import io.freshet.servicekit.kafka.KafkaSettings;
import io.freshet.testkit.Eventually;
import io.freshet.testkit.TestKafka;
import io.freshet.testkit.TopicReader;
import io.freshet.testkit.WithKafka;
import io.freshet.watcher.domain.ChangeBatch;
import io.freshet.watcher.domain.WatchedDataset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@WithKafka
class ChangeSenderIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final WatchedDataset DATASET =
            new WatchedDataset(new DatasetRef("prod", "raw"), "raw", Layout.parse("{site}.csv"), WatchSpec.DEFAULT);

    private KafkaSettings kafka;

    @BeforeEach
    void createTopics(TestKafka shared) {
        shared.createProductTopics(3);
        Eventually.eventually(
                SOON,
                () -> shared.admin()
                        .describeTopics(List.of(Topics.FILE_CHANGES))
                        .allTopicNames()
                        .get());
        kafka = KafkaSettings.of(shared.bootstrapServers());
    }

    @Test
    void all_parts_of_a_batch_arrive_in_order_and_readable_as_sent() throws Exception {
        List<FileChanges> events = batch(1, 2_500);
        try (ChangeSender sender = new ChangeSender(kafka, "watcher-0");
                TopicReader<String, FileChanges> reader = reader()) {
            sender.send(events);
            sender.send(batch(2, 1));

            List<FileChanges> read = values(reader.atLeast(4, SOON));
            assertEquals(events, read.subList(0, 3));
        }
    }

    @Test
    void sending_again_gives_events_with_the_same_id() throws Exception {
        try (ChangeSender sender = new ChangeSender(kafka, "watcher-0");
                TopicReader<String, FileChanges> reader = reader()) {
            sender.send(batch(1, 1));
            sender.send(batch(1, 1));

            List<String> ids = reader.atLeast(2, SOON).stream()
                    .map(record ->
                            new String(record.headers().lastHeader("ce_id").value(), StandardCharsets.UTF_8))
                    .distinct()
                    .toList();
            assertEquals(1, ids.size());
        }
    }

    @Test
    void a_sender_that_was_replaced_fails_once_and_says_why() throws Exception {
        try (ChangeSender old = new ChangeSender(kafka, "watcher-0");
                ChangeSender other = new ChangeSender(kafka, "watcher-0");
                TopicReader<String, FileChanges> reader = reader()) {
            old.send(batch(1, 1));
            other.send(batch(2, 1));

            KafkaException fenced = assertThrows(KafkaException.class, () -> old.send(batch(3, 1)));
            old.send(batch(3, 1));

            assertTrue(fenced.getMessage().contains("watcher-0"), fenced::getMessage);
            assertEquals(3, reader.atLeast(3, SOON).size());
            assertEquals(3, reader.toEnd(SOON).size());
        }
    }

    private TopicReader<String, FileChanges> reader() {
        return new TopicReader<>(
                kafka.bootstrapServers(),
                new StringDeserializer(),
                new EventDeserializer<>(FileChanges.class),
                Topics.FILE_CHANGES);
    }

    private static List<FileChanges> values(List<ConsumerRecord<String, FileChanges>> records) {
        return records.stream().map(ConsumerRecord::value).toList();
    }

    private static List<FileChanges> batch(long sequence, int partitions) {
        List<PartitionChange> changes = new ArrayList<>();
        for (int i = 0; i < partitions; i++) {
            changes.add(new PartitionChange(
                    PartitionKey.of("site", "s" + i), null, new PartitionVersion(Sha256.of("a" + i), 1, 1)));
        }
        return ChangeBatch.events(DATASET, sequence, changes, partitions, Instant.parse("2026-01-05T12:00:00.1Z"));
    }
}
