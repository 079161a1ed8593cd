package io.freshet.contracts.action;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.freshet.contracts.action.ActionKey.Content;
import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.PodTemplate;
import io.freshet.contracts.spec.ResourceSpec;
import io.freshet.contracts.spec.RunSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ActionKeyTest {
    private static final Fingerprint CODE = Sha256.of("code");
    private static final RunSpec RUN =
            new RunSpec("image:1", List.of("sh", "a.sh"), List.of("a.sh"), Map.of("A", "1"), ResourceSpec.DEFAULT);

    @Test
    void is_another_for_every_part_of_what_runs() {
        Set<Fingerprint> keys = new HashSet<>(List.of(
                code(CODE, RUN, Map.of("p", "1"), Map.of("out", "**")),
                code(Sha256.of("other"), RUN, Map.of("p", "1"), Map.of("out", "**")),
                code(CODE, run("image:2", List.of("sh", "a.sh"), "1"), Map.of("p", "1"), Map.of("out", "**")),
                code(CODE, run(null, List.of("sh", "a.sh"), "1"), Map.of("p", "1"), Map.of("out", "**")),
                code(CODE, run("image:1", List.of("sh a.sh"), "1"), Map.of("p", "1"), Map.of("out", "**")),
                code(CODE, run("image:1", List.of("sh", "a.sh"), "2"), Map.of("p", "1"), Map.of("out", "**")),
                code(CODE, RUN, Map.of("p", "2"), Map.of("out", "**")),
                code(CODE, RUN, Map.of("p", "1"), Map.of("out", "*.csv")),
                code(CODE, RUN, Map.of("p", "1"), Map.of("other", "**"))));

        assertEquals(9, keys.size());
    }

    @Test
    void is_the_same_whatever_an_attempt_may_use() {
        RunSpec larger =
                new RunSpec(RUN.image(), RUN.command(), List.of("elsewhere"), RUN.env(), new ResourceSpec("2", "4Gi"));

        assertEquals(code(CODE, RUN, Map.of(), Map.of()), code(CODE, larger, Map.of(), Map.of()));
    }

    @Test
    void is_another_for_what_a_pod_brings_along_but_not_for_where_it_runs() {
        Fingerprint bare = code(CODE, RUN, Map.of(), Map.of());
        Map<String, Object> scratch = Map.of("name", "v", "emptyDir", Map.of("sizeLimit", 1));
        Set<Fingerprint> keys = new HashSet<>(List.of(
                bare,
                pod(Map.of("env", List.of(Map.of("name", "A", "value", "1")))),
                pod(Map.of("env", List.of(Map.of("name", "A", "value", "2")))),
                pod(Map.of("env", List.of(Map.of("name", "A"), Map.of("value", "1")))),
                pod(Map.of("envFrom", List.of())),
                pod(Map.of("sidecars", List.of(Map.of("name", "s", "image", "a:1")))),
                pod(Map.of("sidecars", List.of(Map.of("name", "s", "image", "a:2")))),
                pod(Map.of("initContainers", List.of(Map.of("name", "s", "image", "a:2")))),
                pod(Map.of("volumes", List.of(scratch))),
                pod(Map.of("volumes", List.of(Map.of("name", "v", "emptyDir", Map.of("sizeLimit", "1")))))));

        assertEquals(10, keys.size());
        assertEquals(bare, pod(Map.of("nodeSelector", Map.of("disk", "ssd"), "labels", Map.of("a", "b"))));
        assertEquals(
                pod(Map.of("volumes", List.of(scratch))),
                pod(Map.of("volumes", List.of(new TreeMap<>(scratch)), "priorityClassName", "low")));
    }

    private static Fingerprint pod(Map<String, Object> tree) {
        RunSpec run =
                new RunSpec(RUN.image(), RUN.command(), RUN.code(), RUN.env(), RUN.resources(), new PodTemplate(tree));
        return code(CODE, run, Map.of(), Map.of());
    }

    @Test
    void is_another_for_every_part_of_what_is_read() {
        PartitionKey north = PartitionKey.of("site", "north");
        Fingerprint x = Sha256.of("x");
        Set<Fingerprint> keys = new HashSet<>(List.of(
                ActionKey.of(CODE, north, Map.of("in", read("a", x))),
                ActionKey.of(CODE, PartitionKey.of("site", "south"), Map.of("in", read("a", x))),
                ActionKey.of(CODE, north, Map.of("other", read("a", x))),
                ActionKey.of(CODE, north, Map.of("in", read("b", x))),
                ActionKey.of(CODE, north, Map.of("in", read("a", Sha256.of("y")))),
                ActionKey.of(CODE, north, Map.of("in", new Content.Partitions(new TreeMap<>()))),
                ActionKey.of(CODE, north, Map.of("in", new Content.Listed(2_000, x))),
                ActionKey.of(CODE, north, Map.of("in", new Content.Listed(2_001, x))),
                ActionKey.of(CODE, north, Map.of("in", new Content.Listed(2_000, Sha256.of("y")))),
                ActionKey.of(CODE, north, Map.of())));

        assertEquals(10, keys.size());
        assertNotEquals(CODE, ActionKey.of(CODE, PartitionKey.NONE, Map.of()));
    }

    private static Fingerprint code(
            Fingerprint code, RunSpec run, Map<String, String> params, Map<String, String> outputs) {
        return ActionKey.code(code, run, params, outputs);
    }

    private static RunSpec run(String image, List<String> command, String value) {
        return new RunSpec(image, command, List.of("a.sh"), Map.of("A", value), ResourceSpec.DEFAULT);
    }

    private static Content read(String partition, Fingerprint fingerprint) {
        return new Content.Partitions(new TreeMap<>(Map.of(partition, fingerprint)));
    }
}
