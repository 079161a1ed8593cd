package io.freshet.planner.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.Outcome;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.event.RunFinished;
import io.freshet.contracts.event.TaskEvent.StateChanged;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.PartitionOrder;
import io.freshet.contracts.spec.RunSettings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code when}: an instance that could run does only if its condition is true. */
class ConditionTest {
    private final World world = new World();

    @Test
    void a_false_condition_skips_and_says_so() {
        deploy("partition.site != 'b'");
        write("a", "1", 10);
        write("b", "1", 10);
        world.drain();

        assertEquals(InstanceState.SUCCEEDED, state("a"));
        assertEquals(InstanceState.SKIPPED, state("b"));
        StateChanged skipped = lastOf("b");
        assertEquals(Reason.CONDITION, skipped.reason());
        assertEquals("Its condition is false: partition.site != 'b'.", skipped.sentence());
    }

    @Test
    void it_knows_how_much_there_is_of_an_input_and_is_asked_again_when_that_changes() {
        deploy("inputs.raw.bytes > 100");
        write("a", "small", 10);
        world.drain();
        assertEquals(InstanceState.SKIPPED, state("a"));

        write("a", "large", 1_000);
        world.drain();

        assertEquals(InstanceState.SUCCEEDED, state("a"));
        assertEquals(InstanceState.SUCCEEDED, world.instance("copy", site("a")).state());
    }

    @Test
    void it_knows_of_what_other_tasks_made() {
        Specs specs = datasets().task("make", List.of("raw"), "made").task("copy", List.of("made"), "copied");
        world.deploy(specs.when("copy", "inputs.made.partitions == 1 && inputs.made.files > 0")
                .build(world.workflow, 1));
        write("a", "1", 10);
        world.drain();

        assertEquals(InstanceState.SUCCEEDED, world.instance("copy", site("a")).state());
    }

    @Test
    void it_knows_what_the_task_before_reported_and_is_asked_again_when_only_that_changes() {
        Specs specs = datasets().task("make", List.of("raw"), "made").task("copy", List.of("made"), "copied");
        world.deploy(specs.when("copy", "results.made.rows > 10").build(world.workflow, 1));
        write("a", "1", 10);
        succeed("make", Map.of("rows", "3"));
        assertEquals(
                "Its condition is false: results.made.rows > 10.",
                lastOf("copy", "a").sentence());

        write("a", "2", 10);
        succeed("make", Map.of("rows", "30"));

        assertEquals(1, world.live.size(), "its output is the same, but what it reported is not");
        world.drain();
        assertEquals(InstanceState.SUCCEEDED, world.instance("copy", site("a")).state());
    }

    @Test
    void what_was_not_reported_fails_with_its_name() {
        Specs specs = datasets().task("make", List.of("raw"), "made").task("copy", List.of("made"), "copied");
        world.deploy(specs.when("copy", "results.made.rows > 10").build(world.workflow, 1));
        write("a", "1", 10);
        world.drain();

        StateChanged failed = lastOf("copy", "a");
        assertEquals(InstanceState.FAILED, failed.state());
        assertEquals(
                "Its condition 'results.made.rows > 10' could not be evaluated: key 'rows' is not present in map.",
                failed.sentence());
    }

    private void succeed(String task, Map<String, String> results) {
        world.settleLog();
        TaskReady ready = world.live.values().iterator().next();
        assertEquals(task, ready.instance().task());
        world.finish(
                ready.attempt(),
                new Outcome.Succeeded(
                        List.of(new Outcome.OutputPartition(
                                ready.work().outputs().getFirst().dataset(),
                                ready.instance().partition(),
                                new PartitionVersion(Sha256.of("always the same"), 1, 1))),
                        results,
                        null));
        world.settleLog();
    }

    @Test
    void what_was_made_is_taken_away_when_the_condition_turns_false() {
        deploy("inputs.raw.bytes > 100");
        write("a", "large", 1_000);
        world.drain();

        write("a", "small", 10);
        world.drain();

        assertEquals(InstanceState.SKIPPED, state("a"));
        assertEquals(List.of(), world.tables.outputs().keys(""));
        assertEquals(List.of(), world.catalogTables.partitions().keys("prod/made|"));

        write("a", "large", 1_000);
        world.drain();

        assertEquals(InstanceState.SUCCEEDED, state("a"));
        assertEquals(
                1,
                world.tables.outputs().get("prod/flow|make|site=a|made|site=a").files());
    }

    @Test
    void a_new_condition_is_asked_of_what_is_there() {
        deploy("partition.site != 'a'");
        write("a", "1", 10);
        world.drain();
        assertEquals(InstanceState.SKIPPED, state("a"));

        Specs specs = datasets().task("make", List.of("raw"), "made").task("copy", List.of("made"), "copied");
        world.deploy(specs.when("make", "partition.site == 'a'").build(world.workflow, 2));
        world.drain();

        assertEquals(InstanceState.SUCCEEDED, state("a"));
    }

    @Test
    void a_condition_that_cannot_be_evaluated_fails_its_instance_and_blocks_what_is_downstream() {
        deploy("inputs.raw.bytes / (inputs.raw.bytes - 10) > 0");
        write("a", "1", 10);
        world.drain();

        assertEquals(InstanceState.FAILED, state("a"));
        assertEquals(Reason.CONDITION, lastOf("a").reason());
        assertTrue(lastOf("a").sentence().endsWith("could not be evaluated: / by zero."), lastOf("a")::sentence);
        assertEquals(
                RunFinished.State.FAILED, world.all(RunFinished.class).getLast().state());
    }

    @Test
    void a_run_whose_value_does_not_fit_the_type_that_its_parameter_has_now_fails_and_says_so() {
        Specs before = datasets().param("days", "1").task("make", List.of("raw"), "made");
        world.deploy(before.when("make", "params.days != ''").build(world.workflow, 1));
        write("a", "1", 10);
        world.drain();
        world.request(world.evaluate(
                world.cause(Cause.Kind.REQUESTED),
                List.of(),
                new RunSettings(true, false, Map.of("days", "all"), PartitionOrder.NEWEST_FIRST, null)));
        world.settleLog();
        assertEquals(1, world.live.size(), "its attempt runs");

        Specs after = datasets().integer("days", "1").task("make", List.of("raw"), "made");
        world.deploy(after.when("make", "params.days > 0").build(world.workflow, 2));
        world.drain();

        assertEquals(InstanceState.FAILED, state("a"));
        assertTrue(
                lastOf("a").sentence().contains("parameter 'days' was given as 'all', which is no integer"),
                lastOf("a")::sentence);
    }

    private static Specs datasets() {
        return new Specs()
                .dataset("raw", "{site}.csv")
                .dataset("made", "{site}.csv")
                .dataset("copied", "{site}.csv");
    }

    private void deploy(String condition) {
        Specs specs = datasets().task("make", List.of("raw"), "made").task("copy", List.of("made"), "copied");
        world.deploy(specs.when("make", condition).build(world.workflow, 1));
    }

    private void write(String site, String content, long bytes) {
        world.write("raw", Map.of(site(site), new PartitionVersion(Sha256.of(content), 1, bytes)), 10);
    }

    private static PartitionKey site(String site) {
        return PartitionKey.of("site", site);
    }

    private InstanceState state(String site) {
        return world.instance("make", site(site)).state();
    }

    private StateChanged lastOf(String site) {
        return lastOf("make", site);
    }

    private StateChanged lastOf(String task, String site) {
        return world.all(StateChanged.class).stream()
                .filter(change -> change.instance().task().equals(task)
                        && change.instance().partition().equals(site(site)))
                .reduce((_, later) -> later)
                .orElseThrow();
    }
}
