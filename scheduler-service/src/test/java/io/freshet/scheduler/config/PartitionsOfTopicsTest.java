package io.freshet.scheduler.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.topic.Topics;
import io.freshet.scheduler.topology.AdmissionTopology;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A pool's size must lie where the attempts of its namespace are: so it is the topics that say how many partitions there are. */
class PartitionsOfTopicsTest {
    @Test
    void are_as_many_as_the_topics_of_admission_have_whatever_others_have() {
        Map<String, Integer> topics = ofAdmission(2);
        topics.put(Topics.TASK_LOGS, 7);

        assertEquals(2, SchedulerFactory.partitions(topics));
    }

    @Test
    void that_differ_keep_the_scheduler_from_starting() {
        for (String topic : AdmissionTopology.BY_NAMESPACE) {
            Map<String, Integer> topics = ofAdmission(2);
            topics.put(topic, 3);

            var refused = assertThrows(IllegalStateException.class, () -> SchedulerFactory.partitions(topics));

            assertTrue(refused.getMessage().contains(topic + "=3"), refused.getMessage());
        }
    }

    private static Map<String, Integer> ofAdmission(int partitions) {
        Map<String, Integer> topics = new HashMap<>();
        AdmissionTopology.BY_NAMESPACE.forEach(topic -> topics.put(topic, partitions));
        return topics;
    }
}
