package io.freshet.planner.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.envelope.RemovedVersion;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.event.ReadyCommand.TaskWithdrawn;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.event.RunFinished;
import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.event.TaskEvent.RunStarted;
import io.freshet.contracts.event.TaskEvent.StateChanged;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.FailureKind;
import io.freshet.planner.domain.model.Limits;
import io.freshet.planner.domain.table.Keys;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlannerTest {
    private final World world = new World();
    private int versions;

    @Test
    void runs_every_instance_once_when_files_are_there_at_deployment() {
        writeDays("raw", "north", 1, 2, 3);
        deploy(chain());

        world.drain();

        assertEquals(Map.of("clean", 3L, "daily", 3L, "monthly", 1L, "report", 1L), launches(0));
        assertEveryRunFinished();
    }

    @Test
    void launches_the_newest_partition_first() {
        writeDays("raw", "north", 1, 2, 3);
        deploy(chain());

        world.settleLog();

        List<String> order = world.all(TaskReady.class).stream()
                .map(ready -> ready.instance().partition().toString())
                .toList();
        assertEquals(
                List.of("site=north/date=2026-01-03", "site=north/date=2026-01-02", "site=north/date=2026-01-01"),
                order);
        List<String> keys =
                world.all(TaskReady.class).stream().map(TaskReady::orderKey).toList();
        assertEquals(keys.stream().sorted().toList(), keys);
    }

    @Test
    void recomputes_exactly_the_chain_of_one_changed_file() {
        writeDays("raw", "north", 1, 2, 3);
        deploy(chain());
        world.drain();
        int before = world.emitted.size();

        write("raw", day("north", 2), "corrected");
        world.drain();

        assertEquals(Map.of("clean", 1L, "daily", 1L, "monthly", 1L, "report", 1L), launches(before));
        assertEveryRunFinished();
    }

    @Test
    void runs_nothing_when_a_file_is_written_again_with_the_same_content() {
        writeDays("raw", "north", 1);
        deploy(chain());
        world.drain();
        int before = world.emitted.size();

        writeDays("raw", "north", 1);
        world.drain();

        assertEquals(before, world.emitted.size());
    }

    @Test
    void joins_a_diamond_once_per_change() {
        deploy(new Specs()
                .dataset("raw", Specs.WHOLE)
                .dataset("left", Specs.WHOLE)
                .dataset("right", Specs.WHOLE)
                .dataset("joined", Specs.WHOLE)
                .task("lefty", List.of("raw"), "left")
                .task("righty", List.of("raw"), "right")
                .task("join", List.of("left", "right"), "joined"));
        write("raw", PartitionKey.NONE, "1");
        world.drain();

        write("raw", PartitionKey.NONE, "2");
        world.drain();

        assertEquals(2L, launches(0).get("join"));
    }

    @Test
    void waits_and_names_what_is_missing() {
        deploy(new Specs()
                .dataset("raw", "{site}.csv")
                .dataset("codes", Specs.WHOLE)
                .dataset("clean", "{site}.csv")
                .task("cleaning", List.of("raw", "codes"), "clean"));
        write("raw", PartitionKey.of("site", "north"), "1");

        world.drain();

        StateChanged waiting = last();
        assertEquals(InstanceState.WAITING, waiting.state());
        assertEquals(List.of("codes"), waiting.missing());
        assertEveryRunFinished();

        write("codes", PartitionKey.NONE, "1");
        world.drain();

        assertEquals(InstanceState.SUCCEEDED, last().state());
    }

    @Test
    void broadcasts_a_reference_table_to_every_instance() {
        deploy(new Specs()
                .dataset("raw", "{site}.csv")
                .dataset("codes", Specs.WHOLE)
                .dataset("clean", "{site}.csv")
                .task("cleaning", List.of("raw", "codes"), "clean"));
        write("raw", PartitionKey.of("site", "north"), "1");
        write("raw", PartitionKey.of("site", "south"), "1");
        write("codes", PartitionKey.NONE, "1");
        world.drain();
        int before = world.emitted.size();

        write("codes", PartitionKey.NONE, "2");
        world.drain();

        assertEquals(Map.of("cleaning", 2L), launches(before));
    }

    @Test
    void defines_instances_by_two_inputs_together() {
        deploy(new Specs()
                .dataset("sites", "{site}.csv")
                .dataset("dates", "{date:yyyy-MM-dd}.csv")
                .dataset("grid", "{site}/{date:yyyy-MM-dd}.csv")
                .task("cross", List.of("sites", "dates"), "grid"));
        write("sites", PartitionKey.of("site", "north"), "1");
        write("sites", PartitionKey.of("site", "south"), "1");
        world.drain();
        assertEquals(Map.of(), launches(0));

        write("dates", PartitionKey.of("date", "2026-01-01"), "1");
        write("dates", PartitionKey.of("date", "2026-01-02"), "1");
        world.drain();

        assertEquals(Map.of("cross", 4L), launches(0));
    }

    @Test
    void blocks_what_follows_a_failure_and_goes_on_when_it_is_repaired() {
        writeDays("raw", "north", 1);
        deploy(chain());
        world.settleLog();

        world.fail(onlyAttempt(), FailureKind.EXIT);

        assertEquals(InstanceState.FAILED, state("clean", day("north", 1)));
        assertEquals(InstanceState.BLOCKED, state("daily", PartitionKey.of("date", "2026-01-01")));
        assertEquals(InstanceState.BLOCKED, state("report", PartitionKey.NONE));
        assertEquals(RunFinished.State.FAILED, lastRun().state());
        assertEquals(1, lastRun().summary().failed());
        assertEquals(3, lastRun().summary().blocked());

        world.request(List.of("clean"), Map.of(), false);
        assertEquals(Reason.RERUN, world.live.values().iterator().next().reason());
        world.drain();

        assertEquals(InstanceState.SUCCEEDED, state("report", PartitionKey.NONE));
        assertEquals(RunFinished.State.SUCCEEDED, lastRun().state());
    }

    @Test
    void runs_again_after_a_change_that_came_while_it_ran() {
        writeDays("raw", "north", 1);
        deploy(chain());
        world.settleLog();
        String first = onlyAttempt();
        write("raw", day("north", 1), "second");
        write("raw", day("north", 1), "third");
        world.settleLog();
        assertEquals(List.of(first), List.copyOf(world.live.keySet()));

        world.succeed(first);

        assertEquals(1, world.live.size());
        assertEquals("clean", world.live.values().iterator().next().instance().task());
        world.drain();
        assertEquals(Map.of("clean", 2L, "daily", 1L, "monthly", 1L, "report", 1L), launches(0));
        assertEveryRunFinished();
    }

    @Test
    void ignores_an_attempt_that_nobody_waits_for() {
        writeDays("raw", "north", 1);
        deploy(chain());
        world.settleLog();
        String first = onlyAttempt();
        world.fail(first, FailureKind.NODE_LOST);
        int before = world.emitted.size();

        assertFalse(world.succeed(first));

        assertEquals(before, world.emitted.size());
    }

    @Test
    void retries_infrastructure_failures_without_counting_them_as_the_tasks_own() {
        writeDays("raw", "north", 1);
        deploy(chain());
        world.settleLog();

        for (int i = 1; i <= Limits.INFRASTRUCTURE_RETRIES; i++) {
            world.fail(onlyAttempt(), FailureKind.NODE_LOST);
            TaskReady retry = world.live.values().iterator().next();
            assertEquals(i + 1, retry.number());
            assertEquals(world.now.plus(Limits.infrastructureBackoff(i)), retry.notBefore());
        }
        world.fail(onlyAttempt(), FailureKind.NODE_LOST);

        assertEquals(InstanceState.FAILED, state("clean", day("north", 1)));
    }

    @Test
    void retries_the_tasks_own_failures_as_often_as_it_says() {
        deploy(new Specs()
                .dataset("raw", Specs.WHOLE)
                .dataset("made", Specs.WHOLE)
                .task("make", List.of("raw"), List.of("made"), Specs.retries(2), "1"));
        write("raw", PartitionKey.NONE, "1");
        world.settleLog();

        world.fail(onlyAttempt(), FailureKind.EXIT);
        assertEquals(
                world.now.plusSeconds(5), world.live.values().iterator().next().notBefore());
        world.fail(onlyAttempt(), FailureKind.TIMEOUT);
        assertEquals(
                world.now.plusSeconds(10), world.live.values().iterator().next().notBefore());
        world.fail(onlyAttempt(), FailureKind.OOM);

        assertEquals(InstanceState.FAILED, state("make", PartitionKey.NONE));
        assertEquals(Reason.RETRIES_SPENT, last().reason());
    }

    @Test
    void recomputes_a_task_with_new_code_and_stops_where_its_outputs_are_the_same() {
        writeDays("raw", "north", 1, 2, 3);
        Specs specs = chain();
        deploy(specs);
        world.drain();
        int before = world.emitted.size();

        deploy(specs.code("report", "2"));
        world.drain();

        assertEquals(Map.of("report", 1L), launches(before));
        assertEquals(Reason.CODE_CHANGED, readySince(before).getFirst().reason());
    }

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

    private static Specs chain() {
        return new Specs()
                .dataset("raw", "{site}/{date:yyyy-MM-dd}.csv")
                .dataset("cleaned", "{site}/{date:yyyy-MM-dd}.csv")
                .dataset("days", "{date:yyyy-MM-dd}.csv")
                .dataset("months", "{date:yyyy-MM}.csv")
                .dataset("reports", Specs.WHOLE)
                .task("clean", List.of("raw"), "cleaned")
                .task("daily", List.of("cleaned"), "days")
                .task("monthly", List.of("days"), "months")
                .task("report", List.of("months"), "reports");
    }

    private void deploy(Specs specs) {
        versions++;
        world.deploy(specs.build(world.workflow, versions));
    }

    private void writeDays(String dataset, String site, int... days) {
        Map<PartitionKey, PartitionVersion> changes = new LinkedHashMap<>();
        for (int day : days) {
            changes.put(day(site, day), version("first"));
        }
        world.write(dataset, changes, 2);
    }

    private void write(String dataset, PartitionKey partition, String content) {
        world.write(dataset, Map.of(partition, version(content)), 10);
    }

    private static PartitionVersion version(String content) {
        return new PartitionVersion(Sha256.of(content), 1, content.length());
    }

    private static PartitionKey day(String site, int day) {
        return PartitionKey.of("site", site, "date", "2026-01-%02d".formatted(day));
    }

    private String onlyAttempt() {
        assertEquals(1, world.live.size());
        return world.live.keySet().iterator().next();
    }

    private InstanceState state(String task, PartitionKey partition) {
        return world.instance(task, partition).state();
    }

    private StateChanged last() {
        return world.all(StateChanged.class).getLast();
    }

    private RunFinished lastRun() {
        return world.all(RunFinished.class).getLast();
    }

    private List<TaskReady> readySince(int from) {
        return world.emitted.subList(from, world.emitted.size()).stream()
                .filter(TaskReady.class::isInstance)
                .map(TaskReady.class::cast)
                .toList();
    }

    private Map<String, Long> launches(int from) {
        Map<String, Long> launches = new LinkedHashMap<>();
        readySince(from).forEach(ready -> launches.merge(ready.instance().task(), 1L, Long::sum));
        return launches;
    }

    private void assertEveryRunFinished() {
        assertEquals(
                world.all(RunStarted.class).stream()
                        .map(RunStarted::run)
                        .sorted()
                        .toList(),
                world.all(RunFinished.class).stream()
                        .map(RunFinished::run)
                        .sorted()
                        .toList());
    }
}
