package io.freshet.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.freshet.contracts.topic.Topic;
import io.freshet.contracts.topic.Topics;
import io.freshet.servicekit.kafka.KafkaSettings;
import io.freshet.servicekit.kafka.TopicAdmin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@WithKafka
class TopicAdminIT {
    /** So many that the broker needs a while to learn of them. */
    private static final int PARTITIONS = 30;

    private static final int SERVICES = 4;

    @BeforeEach
    @AfterEach
    void remove(TestKafka kafka) {
        kafka.delete(Topics.all().stream().map(Topic::name).toList());
    }

    @Test
    void services_that_start_together_each_find_all_topics_with_their_partitions(TestKafka kafka) throws Exception {
        Map<String, Integer> all = Topics.all().stream().collect(Collectors.toMap(Topic::name, _ -> PARTITIONS));
        Callable<Map<String, Integer>> service =
                () -> new TopicAdmin(KafkaSettings.of(kafka.bootstrapServers())).createMissing(PARTITIONS, (short) 1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Map<String, Integer>>> found = new ArrayList<>();
            for (int i = 0; i < SERVICES; i++) {
                found.add(threads.submit(service));
            }
            for (Future<Map<String, Integer>> each : found) {
                assertEquals(all, each.get());
            }
        }
    }

    @Test
    void tells_how_many_partitions_a_topic_has_that_existed(TestKafka kafka) throws Exception {
        kafka.createProductTopics(2);
        TopicAdmin topics = new TopicAdmin(KafkaSettings.of(kafka.bootstrapServers()));

        Map<String, Integer> found = topics.createMissing(3, (short) 1);

        assertEquals(
                Topics.all().stream().map(Topic::name).collect(Collectors.toMap(Function.identity(), _ -> 2)), found);
        assertEquals(found, topics.partitions());
    }
}
