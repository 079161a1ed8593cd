package io.freshet.planner.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.topic.Topics;
import io.freshet.planner.topology.KeyPartitioning;
import io.freshet.planner.topology.PlannerTopology;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class PlacementOfTopicsTest {
    private final Map<String, Integer> partitions =
            new HashMap<>(PlannerTopology.INPUTS.stream().collect(Collectors.toMap(topic -> topic, _ -> 6)));

    @Test
    void is_by_the_number_that_the_topics_have() {
        partitions.put(Topics.TASK_LOGS, 12);

        assertEquals(new KeyPartitioning(6), PlannerFactory.placement(partitions));
    }

    @Test
    void refuses_topics_that_differ() {
        partitions.put(Topics.TASK_FINISHED, 12);

        IllegalStateException refused =
                assertThrows(IllegalStateException.class, () -> PlannerFactory.placement(partitions));

        assertTrue(refused.getMessage().contains(Topics.TASK_FINISHED + "=12"), refused::getMessage);
    }
}
