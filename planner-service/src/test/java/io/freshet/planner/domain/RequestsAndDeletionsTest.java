package io.freshet.planner.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.envelope.RemovedVersion;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.ReadyCommand.TaskWithdrawn;
import io.freshet.contracts.event.RunFinished;
import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.event.TaskEvent.RunStarted;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.planner.domain.table.Keys;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What somebody asks for, and what is taken away. */
class RequestsAndDeletionsTest extends ChainOfTasks {
    @Test
    void cancels_a_run_and_blocks_what_follows() {
        writeDays("raw", "north", 1);
        deploy(chain());
        world.settleLog();
        String run = world.all(RunStarted.class).getLast().run();

        world.cancel(new RunRequest.Cancel(world.workflow, run, null, "alice", world.now));

        assertEquals(1, world.all(TaskWithdrawn.class).size());
        assertEquals(InstanceState.CANCELLED, state("clean", day("north", 1)));
        assertEquals(InstanceState.BLOCKED, state("daily", PartitionKey.of("date", "2026-01-01")));
        assertEquals(RunFinished.State.CANCELLED, lastRun().state());
    }

    @Test
    void finishes_a_request_that_matches_nothing_at_once() {
        deploy(chain());
        world.settleLog();

        world.request(List.of(), Map.of("site", "nowhere"), true);

        assertEquals(RunFinished.Summary.EMPTY, lastRun().summary());
        assertEveryRunFinished();
    }

    @Test
    void forces_what_is_unchanged_and_cuts_off_what_follows() {
        writeDays("raw", "north", 1);
        deploy(chain());
        world.drain();
        int before = world.emitted.size();

        world.request(List.of("clean"), Map.of("date", "2026-01"), true);
        world.drain();

        assertEquals(Map.of("clean", 1L), launches(before));
        assertEquals(1, lastRun().summary().executed());
        assertEquals(3, lastRun().summary().cutOff());
    }

    @Test
    void runs_a_task_without_inputs_when_a_request_gives_its_dimensions() {
        deploy(new Specs().dataset("pulled", "{date:yyyy-MM-dd}.csv").task("pull", List.of(), "pulled"));

        world.request(List.of(), Map.of("date", "2026-01-05"), false);
        world.drain();

        assertEquals(InstanceState.SUCCEEDED, state("pull", PartitionKey.of("date", "2026-01-05")));
    }

    @Test
    void retires_what_was_made_of_a_file_that_was_deleted_and_what_follows_from_it() {
        writeDays("raw", "north", 1, 2);
        deploy(chain());
        world.drain();
        int before = world.emitted.size();

        Map<PartitionKey, PartitionVersion> deleted = new LinkedHashMap<>();
        deleted.put(day("north", 1), null);
        world.write("raw", deleted, 10);
        world.drain();

        assertEquals(Map.of("monthly", 1L, "report", 1L), launches(before));
        assertNull(world.instance("clean", day("north", 1)));
        assertEquals(
                List.of("site=north/date=2026-01-02"),
                world.catalogTables.partitions().keys("prod/cleaned|").stream()
                        .map(Keys::last)
                        .toList());
        assertEquals(
                List.of("date=2026-01-02"),
                world.catalogTables.partitions().keys("prod/days|").stream()
                        .map(Keys::last)
                        .toList());
        assertEquals(4, world.all(RunFinished.class).getLast().summary().instances());
    }

    @Test
    void retires_everything_when_the_last_file_goes_and_makes_it_anew_when_one_comes() {
        writeDays("raw", "north", 1);
        deploy(chain());
        world.drain();
        Map<PartitionKey, PartitionVersion> deleted = new LinkedHashMap<>();
        deleted.put(day("north", 1), null);

        world.write("raw", deleted, 10);
        world.drain();

        assertEquals(List.of("prod/raw"), datasets());
        world.instances().values().forEach(instance -> assertEquals(InstanceState.WAITING, instance.state()));
        writeDays("raw", "north", 1);
        world.drain();
        assertEquals(List.of("prod/cleaned", "prod/days", "prod/months", "prod/raw", "prod/reports"), datasets());
        assertEveryRunFinished();
    }

    /** Which datasets the catalogue has anything of, given that the files of the watched one are still listed. */
    private List<String> datasets() {
        List<String> datasets = new ArrayList<>(List.of("prod/raw"));
        world.catalogTables.partitions().keys("").forEach(row -> datasets.add(row.substring(0, row.indexOf('|'))));
        return datasets.stream().distinct().sorted().toList();
    }

    @Test
    void withdraws_and_forgets_what_a_removed_workflow_had() {
        writeDays("raw", "north", 1);
        deploy(chain());
        world.settleLog();

        world.planner.decide(new PlannerInput.Removed(world.workflow, RemovedVersion.ANY), null, world.now);

        assertEquals(1, world.all(TaskWithdrawn.class).size());
        assertTrue(world.instances().isEmpty());
        assertEveryRunFinished();
    }
}
