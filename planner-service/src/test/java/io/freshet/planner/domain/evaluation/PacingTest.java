package io.freshet.planner.domain.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.event.RunFinished;
import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.event.TaskEvent.StateChanged;
import io.freshet.contracts.id.DerivedId;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.FailureKind;
import io.freshet.contracts.spec.InputSpec;
import io.freshet.contracts.spec.PaceSpec;
import io.freshet.contracts.spec.TaskSpec;
import io.freshet.planner.domain.Specs;
import io.freshet.planner.domain.World;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Changes that wait: debounce, throttle and batch. */
class PacingTest {
    private static final Duration QUIET = Duration.ofSeconds(30);
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    private final World world = new World();

    @Test
    void fifty_rewrites_within_the_debounce_are_one_launch() {
        deploy(new PaceSpec(QUIET, null, null), "{name}.csv");
        for (int i = 0; i < 50; i++) {
            write("a", "content" + i);
            assertTrue(world.live.isEmpty(), "still changing");
            world.now = world.now.plusSeconds(5);
        }

        assertNotNull(world.planner.nextDue());
        awaitLaunch();

        assertEquals(1, launches());
        world.drain();
        assertEquals(1, launches());
        assertEquals(
                50,
                world.all(RunFinished.class).stream()
                        .filter(run -> run.cause().kind() == Cause.Kind.FILES_CHANGED)
                        .count(),
                "each change is answered for");
        List<StateChanged> told = told(Reason.DEBOUNCED);
        assertEquals(1, told.size(), "once, not for every change");
        assertTrue(told.getFirst().sentence().startsWith("Waits until its inputs have not changed for 30s"));
    }

    @Test
    void a_debounce_ends_even_if_the_input_never_rests() {
        deploy(new PaceSpec(QUIET, null, null), "{name}.csv");
        Instant begin = world.now;
        int i = 0;
        while (world.live.isEmpty()) {
            write("a", "content" + i++);
            world.now = world.now.plusSeconds(20);
            world.tick();
            assertTrue(Duration.between(begin, world.now).compareTo(QUIET.multipliedBy(PaceSpec.PATIENCE + 1)) < 0);
        }
        assertTrue(Duration.between(begin, world.now).compareTo(QUIET.multipliedBy(PaceSpec.PATIENCE - 1)) > 0);
    }

    @Test
    void a_throttle_spaces_launches_and_loses_nothing() {
        deploy(new PaceSpec(null, TEN_MINUTES, null), "{name}.csv");
        write("a", "1");
        assertEquals(1, launches(), "the first at once");
        world.drain();

        write("a", "2");
        write("a", "3");
        assertEquals(1, launches());
        assertEquals(Reason.THROTTLED, told(Reason.THROTTLED).getLast().reason());
        awaitLaunch();

        assertEquals(2, launches());
        List<TaskReady> ready = world.all(TaskReady.class);
        assertTrue(Duration.between(ready.getFirst().at(), ready.getLast().at()).compareTo(TEN_MINUTES) >= 0);
        world.drain();
        assertEquals(2, launches());
    }

    @Test
    void many_files_are_taken_in_batches() {
        deploy(new PaceSpec(QUIET, null, 100), "**");
        Map<PartitionKey, PartitionVersion> changes = new LinkedHashMap<>();
        for (int i = 0; i < 250; i++) {
            changes.put(name("f%03d".formatted(i)), version("x" + i));
        }
        world.write("raw", changes, 1_000);
        world.settleLog();

        assertEquals(100, inputs());
        world.drain();
        assertEquals(2, launches(), "200 are done, for the rest it waits until there are no more");
        assertEquals(200, inputs());
        awaitLaunch();
        world.drain();

        assertEquals(3, launches());
        assertEquals(250, inputs());
    }

    @Test
    void a_retry_and_a_rerun_read_the_batch_that_failed() {
        deploy(new PaceSpec(null, null, 1), "**");
        write("a", "1");
        world.drain();
        write("b", "1");
        String attempt = world.live.keySet().iterator().next();
        write("c", "1");
        world.fail(attempt, FailureKind.EXIT);
        assertEquals(2, inputs(), "a and b, not c");

        for (int i = 0; i < 5 && !world.live.isEmpty(); i++) {
            world.fail(world.live.keySet().iterator().next(), FailureKind.EXIT);
        }
        assertEquals(
                InstanceState.FAILED, world.instance("make", PartitionKey.NONE).state());
        world.request(List.of(), Map.of(), false);
        world.settleLog();
        assertEquals(2, inputs());
        world.drain();
        assertEquals(3, inputs(), "then c");
    }

    @Test
    void a_batch_that_was_deleted_before_it_succeeded_gives_way_to_the_next() {
        deploy(new PaceSpec(null, null, 1), "**");
        write("a", "1");
        world.drain();
        write("b", "1");
        write("c", "1");
        world.write("raw", Collections.singletonMap(name("b"), null), 1);
        world.settleLog();

        world.fail(world.live.keySet().iterator().next(), FailureKind.EXIT);

        assertEquals(3, launches());
        assertEquals(2, inputs(), "a, which has been read, and c");
        world.drain();
        assertEquals(
                InstanceState.SUCCEEDED,
                world.instance("make", PartitionKey.NONE).state());
    }

    @Test
    void what_came_after_a_deleted_batch_is_taken_batch_by_batch() {
        deploy(new PaceSpec(null, null, 1), "**");
        write("a", "1");
        world.drain();
        for (String name : List.of("b", "c", "d")) {
            write(name, "1");
        }
        world.write("raw", Collections.singletonMap(name("b"), null), 1);
        world.settleLog();

        world.fail(world.live.keySet().iterator().next(), FailureKind.EXIT);
        assertEquals(2, inputs(), "a and c");
        world.drain();

        assertEquals(3, inputs(), "then d");
    }

    @Test
    void a_first_batch_that_was_deleted_gives_way_to_the_next() {
        deploy(new PaceSpec(null, null, 1), "**");
        write("a", "1");
        write("b", "1");
        world.write("raw", Collections.singletonMap(name("a"), null), 1);
        world.settleLog();

        world.fail(world.live.keySet().iterator().next(), FailureKind.EXIT);

        assertEquals(1, inputs(), "b, not nothing");
    }

    @Test
    void what_was_read_before_there_were_batches_is_not_taken_for_the_next() {
        deploy(PaceSpec.AT_ONCE, "**");
        write("a", "1");
        world.drain();

        deploy(2, new PaceSpec(null, null, 1), "**");
        write("b", "1");
        world.drain();

        assertEquals(2, launches());
        assertEquals(2, inputs(), "a and b");
    }

    @Test
    void what_is_forced_waits_for_nothing() {
        deploy(new PaceSpec(QUIET, TEN_MINUTES, 100), "{name}.csv");
        write("a", "1");
        assertEquals(0, launches());

        world.request(List.of(), Map.of(), true);
        world.settleLog();

        assertEquals(1, launches());
        world.drain();
    }

    @Test
    void a_run_that_waits_can_be_stopped() {
        deploy(new PaceSpec(QUIET, null, null), "{name}.csv");
        Cause cause = world.write("raw", Map.of(name("a"), version("1")), 1);
        world.settleLog();

        world.cancel(new RunRequest.Cancel(
                world.workflow, DerivedId.run(world.workflow, cause.id()), null, "bob", world.now));
        world.settleLog();

        assertEquals(
                RunFinished.State.CANCELLED,
                world.all(RunFinished.class).getLast().state());
        world.awaitTimer();
        assertEquals(0, launches());
    }

    private void deploy(PaceSpec pace, String output) {
        deploy(1, pace, output);
    }

    private void deploy(int version, PaceSpec pace, String output) {
        InputSpec input = new InputSpec("raw", "raw", false, Map.of(), Map.of(), Map.of(), null, null, pace);
        world.deploy(new Specs()
                .dataset("raw", "{name}.csv")
                .dataset("made", output)
                .task("make", List.of(input), List.of("made"), Specs.retries(1), null, TaskSpec.OnChange.QUEUE, "1")
                .build(world.workflow, version));
        world.settleLog();
    }

    private void write(String name, String content) {
        world.write("raw", Map.of(name(name), version(content)), 1);
        world.settleLog();
    }

    private void awaitLaunch() {
        while (world.live.isEmpty()) {
            assertTrue(world.awaitTimer(), "something is due");
        }
    }

    private int launches() {
        return world.all(TaskReady.class).size();
    }

    /** How many partitions the last launch reads. */
    private int inputs() {
        return world.all(TaskReady.class)
                .getLast()
                .work()
                .inputs()
                .getFirst()
                .partitions()
                .size();
    }

    private List<StateChanged> told(Reason reason) {
        return world.all(StateChanged.class).stream()
                .filter(change -> change.reason() == reason)
                .toList();
    }

    private static PartitionVersion version(String content) {
        return new PartitionVersion(Sha256.of(content), 1, 1);
    }

    private static PartitionKey name(String name) {
        return PartitionKey.of(Map.of("name", name));
    }
}
