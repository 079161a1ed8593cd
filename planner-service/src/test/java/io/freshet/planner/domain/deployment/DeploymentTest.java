package io.freshet.planner.domain.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.CatalogSubscription;
import io.freshet.contracts.event.CatalogSubscription.Subscribed;
import io.freshet.contracts.event.CatalogSubscription.Unsubscribed;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.event.ReadyCommand.TaskWithdrawn;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.event.RunFinished;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.planner.domain.Specs;
import io.freshet.planner.domain.World;
import io.freshet.planner.domain.model.UnplannableException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeploymentTest {
    private final World world = new World();
    private final Specs specs = new Specs()
            .dataset("raw", "{site}.csv")
            .dataset("codes", Specs.WHOLE)
            .dataset("clean", "{site}.csv")
            .dataset("total", Specs.WHOLE)
            .task("cleaning", List.of("raw"), "clean")
            .task("totalling", List.of("clean"), "total");
    private int version;

    @Test
    void ignores_a_version_that_is_not_newer() {
        write("raw", "north", "1");
        deploy();
        world.drain();
        int before = world.emitted.size();

        specs.code("cleaning", "2");
        world.deploy(specs.build(world.workflow, 1));

        assertEquals(before, world.emitted.size());
    }

    @Test
    void waits_for_all_first_answers_before_anything_runs() {
        specs.task("cleaning", List.of("raw", "codes?"), "clean");
        write("raw", "north", "1");
        world.write("codes", Map.of(PartitionKey.NONE, content("1")), 1);
        while (world.deliverFiles()) {}
        deploy();

        world.deliverSubscription();
        world.deliverPartitions();
        assertEquals(Map.of(), world.live);
        world.drain();

        assertEquals(2, world.all(TaskReady.class).size());
        assertEquals(1, world.all(RunFinished.class).size());
    }

    @Test
    void subscribes_to_what_is_new_and_unsubscribes_from_what_is_gone() {
        deploy();
        world.settleLog();
        world.emitted.clear();

        specs.task("cleaning", List.of("codes"), "clean");
        specs.dataset("clean", Specs.WHOLE);
        deploy();

        List<CatalogSubscription> said = world.all(CatalogSubscription.class);
        assertEquals(2, said.size());
        assertTrue(said.get(1) instanceof Subscribed subscribed
                && subscribed.dataset().dataset().equals("codes"));
        assertTrue(said.get(0) instanceof Unsubscribed unsubscribed
                && unsubscribed.dataset().dataset().equals("raw"));
    }

    @Test
    void gives_an_added_task_its_instances() {
        write("raw", "north", "1");
        specs.remove("totalling");
        deploy();
        world.drain();

        specs.task("totalling", List.of("clean"), "total");
        deploy();
        world.drain();

        assertEquals(
                InstanceState.SUCCEEDED,
                world.instance("totalling", PartitionKey.NONE).state());
        assertEquals(2, world.all(TaskReady.class).size());
    }

    @Test
    void takes_the_instances_of_a_removed_task_away() {
        write("raw", "north", "1");
        deploy();
        world.settleLog();

        specs.remove("totalling").remove("cleaning").task("totalling", List.of("raw"), "total");
        deploy();

        assertEquals(Reason.REMOVED, world.all(TaskWithdrawn.class).getFirst().reason());
        assertNull(world.instance("cleaning", PartitionKey.of("site", "north")));
        world.drain();
        assertEquals(
                InstanceState.SUCCEEDED,
                world.instance("totalling", PartitionKey.NONE).state());
    }

    @Test
    void launches_a_task_that_was_removed_and_came_again_under_another_attempt() {
        write("raw", "north", "1");
        deploy();
        world.drain();
        specs.remove("totalling");
        deploy();
        world.drain();

        specs.task("totalling", List.of("clean"), "total");
        deploy();
        world.drain();

        List<String> attempts = world.all(TaskReady.class).stream()
                .filter(ready -> ready.instance().task().equals("totalling"))
                .map(TaskReady::attempt)
                .toList();
        assertEquals(2, attempts.stream().distinct().count());
    }

    @Test
    void retires_results_of_a_task_that_gets_an_input_of_which_there_is_nothing_yet() {
        write("raw", "north", "1");
        deploy();
        world.drain();

        specs.task("cleaning", List.of("raw", "codes"), "clean");
        deploy();
        world.drain();
        assertEquals(
                InstanceState.WAITING,
                world.instance("cleaning", PartitionKey.of("site", "north")).state());
        assertEquals(
                InstanceState.WAITING,
                world.instance("totalling", PartitionKey.NONE).state());
        assertEquals(List.of(), world.tables.outputs().keys(""));

        world.write("codes", Map.of(PartitionKey.NONE, content("1")), 1);
        world.drain();
        assertEquals(
                InstanceState.SUCCEEDED,
                world.instance("cleaning", PartitionKey.of("site", "north")).state());
    }

    @Test
    void refuses_outputs_that_several_instances_would_write() {
        specs.dataset("sites", "{site}.csv").dataset("all", Specs.WHOLE);
        specs.task("cleaning", List.of("raw"), List.of("sites", "all"), Specs.retries(0), "1");

        UnplannableException refused = assertThrows(UnplannableException.class, this::deploy);

        assertTrue(refused.getMessage().contains("add {site} to the layout"), refused::getMessage);
        assertEquals(List.of(), world.emitted);
    }

    private void deploy() {
        version++;
        world.deploy(specs.build(world.workflow, version));
    }

    private void write(String dataset, String site, String text) {
        world.write(dataset, Map.of(PartitionKey.of("site", site), content(text)), 1);
    }

    private static PartitionVersion content(String text) {
        return new PartitionVersion(Sha256.of(text), 1, 1);
    }
}
