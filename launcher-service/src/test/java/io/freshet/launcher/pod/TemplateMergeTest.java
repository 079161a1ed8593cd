package io.freshet.launcher.pod;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TemplateMergeTest {
    @Test
    void merges_maps_and_lets_the_later_say_what_counts() {
        assertEquals(
                Map.of("labels", Map.of("a", "1", "b", "3", "c", "4"), "priorityClassName", "high"),
                TemplateMerge.merge(
                        Map.of("labels", Map.of("a", "1", "b", "2"), "priorityClassName", "low"),
                        Map.of("labels", Map.of("b", "3", "c", "4"), "priorityClassName", "high")));
    }

    @Test
    void merges_items_of_the_same_name_or_mount_path() {
        assertEquals(
                Map.of(
                        "env",
                        List.of(Map.of("name", "A", "value", "2"), Map.of("name", "B", "value", "1")),
                        "volumeMounts",
                        List.of(Map.of("name", "x", "mountPath", "/x"), Map.of("name", "x", "mountPath", "/y"))),
                TemplateMerge.merge(
                        Map.of(
                                "env",
                                List.of(Map.of("name", "A", "value", "1"), Map.of("name", "B", "value", "1")),
                                "volumeMounts",
                                List.of(Map.of("name", "x", "mountPath", "/x"))),
                        Map.of(
                                "env",
                                List.of(Map.of("name", "A", "value", "2")),
                                "volumeMounts",
                                List.of(Map.of("name", "x", "mountPath", "/y")))));
    }

    @Test
    void joins_other_lists_and_says_nothing_twice() {
        Map<String, Object> spot = Map.of("key", "spot", "operator", "Exists");
        Map<String, Object> gpu = Map.of("key", "gpu", "operator", "Exists");

        assertEquals(
                Map.of("tolerations", List.of(spot, gpu)),
                TemplateMerge.merge(Map.of("tolerations", List.of(spot)), Map.of("tolerations", List.of(spot, gpu))));
    }
}
