package io.freshet.planner.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.event.ReadyCommand.TaskWithdrawn;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.planner.domain.model.StepLimits;
import io.freshet.planner.domain.table.Keys;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A removal that is read again, after something was deployed again. */
class RepeatedRemovalTest {
    private final Specs specs = new Specs()
            .dataset("raw", "{site}.csv")
            .dataset("copied", "{site}.csv")
            .task("copy", List.of("raw"), "copied");

    @Test
    void takes_nothing_away_that_was_deployed_after_it() {
        World world = world(World.STEPS);
        deploy(world, 1);
        world.settleLog();
        world.remove(1);
        deploy(world, 2);
        world.settleLog();
        Set<String> live = Set.copyOf(world.live.keySet());
        int withdrawn = world.all(TaskWithdrawn.class).size();

        world.remove(1);
        deploy(world, 2);
        world.settleLog();

        assertEquals(2, live.size());
        assertEquals(live, world.live.keySet());
        assertEquals(withdrawn, world.all(TaskWithdrawn.class).size());
        live.forEach(attempt -> assertTrue(world.succeed(attempt)));
    }

    @Test
    void takes_nothing_away_that_waits_behind_the_first_removal() {
        World world = world(new StepLimits(1, 1, 1, 1));
        deploy(world, 1);
        world.settleLog(1);

        world.remove(1);
        deploy(world, 2);
        world.remove(1);
        deploy(world, 2);
        world.settleLog(1);

        assertEquals(2, world.deployed().version());
        assertFalse(world.live.isEmpty());
    }

    @Test
    void lets_no_version_come_back_that_was_removed_before_it_was_dealt_with() {
        World world = world(new StepLimits(1, 1, 1, 1));
        deploy(world, 1);
        world.settleLog(1);

        world.request(List.of(), Map.of(), true);
        deploy(world, 2);
        world.remove(2);
        world.settleLog(1);
        deploy(world, 2);
        world.settleLog(1);

        assertEquals(Map.of(), world.instances());
    }

    @Test
    void leaves_nothing_behind_but_which_versions_there_were() {
        World world = world(new StepLimits(1, 1, 1, 1));
        deploy(world, 1);
        world.settleLog(1);

        world.remove(1);
        world.settleLog(1);

        assertEquals(
                List.of(Keys.of(world.workflow, "last-version")),
                world.tables.metadata().keys(""));
    }

    @Test
    void leaves_nothing_behind_of_what_came_after_an_old_version_that_is_read_again() {
        World world = world(new StepLimits(1, 1, 1, 1));
        deploy(world, 1);
        world.settleLog(1);

        world.remove(1);
        deploy(world, 1);
        world.request(List.of(), Map.of(), true);
        world.settleLog(1);

        assertEquals(List.of(), world.tables.inbox().keys(""));
        assertEquals(
                List.of(Keys.of(world.workflow, "last-version")),
                world.tables.metadata().keys(""));
    }

    @Test
    void gives_no_attempt_an_id_that_was_before_whatever_the_clock_does() {
        World world = world(World.STEPS);
        deploy(world, 1);
        world.settleLog();
        world.remove(1);
        world.now = world.now.minusSeconds(3_600);
        deploy(world, 2);
        world.settleLog();

        List<String> attempts =
                world.all(TaskReady.class).stream().map(TaskReady::attempt).toList();
        assertEquals(4, attempts.size());
        assertEquals(4, Set.copyOf(attempts).size());
    }

    private static World world(StepLimits steps) {
        World world = new World(steps);
        for (String site : List.of("a", "b")) {
            world.write("raw", Map.of(PartitionKey.of("site", site), new PartitionVersion(Sha256.of(site), 1, 1)), 1);
        }
        return world;
    }

    private void deploy(World world, int version) {
        world.deploy(specs.build(world.workflow, version));
    }
}
