package io.freshet.planner.domain.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.event.TaskEvent.StateChanged;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.DatasetSpec;
import io.freshet.contracts.spec.FailureKind;
import io.freshet.planner.domain.Specs;
import io.freshet.planner.domain.World;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Instances of partitions that come and go. */
class ForgettingTest {
    private final World world = new World();
    private final Specs specs = new Specs()
            .dataset("raw", "{site}.csv")
            .dataset("codes", Specs.WHOLE)
            .dataset("copied", "{site}.csv")
            .dataset("checked", "{site}.csv")
            .task("copy", List.of("raw", "codes"), "copied")
            .task("check", List.of("copied"), "checked");

    @Test
    void keeps_no_row_of_instances_that_never_ran_and_whose_partitions_are_gone() {
        deploy();
        Map<String, Integer> before = rows();

        write("a", "b");
        assertEquals(4, world.instances().size());
        delete("a", "b");

        assertEquals(Map.of(), world.instances());
        assertEquals(before, rows());
    }

    @Test
    void says_that_an_instance_is_no_more() {
        deploy();

        write("a");
        delete("a");

        List<StateChanged> said = world.all(StateChanged.class).stream()
                .filter(change -> change.reason() == Reason.REMOVED)
                .toList();
        assertEquals(
                Set.of("copy", "check"),
                new HashSet<>(
                        said.stream().map(change -> change.instance().task()).toList()));
        assertTrue(said.stream().allMatch(change -> change.state() == InstanceState.WAITING));
    }

    @Test
    void keeps_no_row_of_instances_that_ran_and_whose_partitions_are_gone() {
        world.write("codes", Map.of(PartitionKey.NONE, content("1")), 1);
        deploy();
        Map<String, Integer> before = rows();
        write("a", "b");
        world.drain();

        delete("a", "b");
        world.drain();

        assertEquals(Map.of(), world.instances());
        assertEquals(before, rows());
    }

    @Test
    void keeps_an_instance_whose_outputs_are_kept() {
        deleteOneOfWhichOutputsAreKept();

        assertFalse(outputs().isEmpty());
        assertEquals(InstanceState.WAITING, world.instance("copy", site("a")).state());
    }

    @Test
    void forgets_an_instance_when_its_outputs_are_not_kept_any_more() {
        deleteOneOfWhichOutputsAreKept();

        specs.dataset("copied", "{site}.csv", DatasetSpec.Deletions.PROPAGATE);
        world.deploy(specs.build(world.workflow, 2));
        world.drain();

        assertEquals(Map.of(), world.instances());
        assertEquals(List.of(), outputs());
    }

    @Test
    void gives_an_instance_that_comes_again_other_attempts() {
        specs.dataset("copied", "{site}/{part}.csv").remove("check");
        world.write("codes", Map.of(PartitionKey.NONE, content("1")), 1);
        deploy();
        write("a");
        String first = onlyLive();
        delete("a");
        world.fail(first, FailureKind.EXIT);
        world.settleLog();
        assertNull(world.instance("copy", site("a")));

        write("a");

        assertFalse(first.equals(onlyLive()));
        assertEquals(
                2,
                world.all(TaskReady.class).stream()
                        .map(TaskReady::attempt)
                        .distinct()
                        .count());
    }

    private void deleteOneOfWhichOutputsAreKept() {
        world.write("codes", Map.of(PartitionKey.NONE, content("1")), 1);
        specs.dataset("copied", "{site}.csv", DatasetSpec.Deletions.IGNORE);
        deploy();
        write("a");
        world.drain();
        delete("a");
        world.drain();
    }

    private String onlyLive() {
        assertEquals(1, world.live.size());
        return world.live.keySet().iterator().next();
    }

    private void deploy() {
        world.deploy(specs.build(world.workflow, 1));
        world.settleLog();
    }

    private void write(String... sites) {
        Map<PartitionKey, PartitionVersion> changes = new LinkedHashMap<>();
        for (String site : sites) {
            changes.put(site(site), content("1"));
        }
        world.write("raw", changes, 10);
        world.settleLog();
    }

    private void delete(String... sites) {
        Map<PartitionKey, PartitionVersion> changes = new LinkedHashMap<>();
        for (String site : sites) {
            changes.put(site(site), null);
        }
        world.write("raw", changes, 10);
        world.settleLog();
    }

    /** How many rows there are of what is kept of partitions and instances. */
    private Map<String, Integer> rows() {
        Map<String, Integer> rows = new LinkedHashMap<>();
        rows.put("partitions", world.tables.partitions().keys("").size());
        rows.put("outputs", outputs().size());
        rows.put("edges", world.tables.edges().keys("").size());
        rows.put("readers", world.tables.readers().keys("").size());
        rows.put("instances", world.tables.instances().keys("").size());
        rows.put("members", world.tables.members().keys("").size());
        rows.put("holds", world.tables.holds().keys("").size());
        return rows;
    }

    private List<String> outputs() {
        return world.tables.outputs().keys("");
    }

    private static PartitionKey site(String site) {
        return PartitionKey.of("site", site);
    }

    private static PartitionVersion content(String text) {
        return new PartitionVersion(Sha256.of(text), 1, 1);
    }
}
