package io.freshet.planner.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.AttemptSpec;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.event.ReadyCommand.TaskWithdrawn;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.event.TaskEvent.StateChanged;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.InputSpec;
import io.freshet.contracts.spec.PaceSpec;
import io.freshet.contracts.spec.TaskSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What an instance reads beyond its own partition, and when that is enough. */
class GatherTest {
    private final World world = new World();

    @Test
    void a_window_reads_the_days_up_to_the_own_one_that_are_there() {
        deploy(days(), input(Map.of("date", 3), Map.of(), Map.of(), null));
        write(day(1), "a");
        write(day(2), "b");
        write(day(4), "d");
        world.drain();

        assertEquals(List.of(day(1)), lastRead(day(1), "raw"));
        assertEquals(List.of(day(2), day(4)), lastRead(day(4), "raw"));
        assertNull(world.instance("sum", day(3)), "only days that are there have an instance");
    }

    @Test
    void a_window_is_nothing_without_its_last_day() {
        Specs specs = days().dataset("early", "{date:yyyy-MM-dd}.csv");
        deploy(specs, Specs.input("early"), input(Map.of("date", 3), Map.of(), Map.of(), null));
        write(day(1), "a");
        world.write("early", Map.of(day(2), new PartitionVersion(Sha256.of("e"), 1, 1)), 1);
        world.drain();

        assertEquals(InstanceState.WAITING, world.instance("sum", day(2)).state());
        assertEquals(List.of("raw/date=2026-01-02"), lastOf(day(2)).missing());
    }

    @Test
    void a_corrected_day_runs_exactly_the_days_whose_windows_hold_it() {
        deploy(days(), input(Map.of("date", 3), Map.of(), Map.of(), null));
        for (int day = 1; day <= 6; day++) {
            write(day(day), "first");
        }
        world.drain();
        int before = world.emitted.size();

        write(day(2), "corrected");
        world.drain();

        assertEquals(List.of(day(2), day(3), day(4)), ranSince(before));
    }

    @Test
    void an_offset_reads_the_day_before_and_waits_for_it() {
        deploy(days(), input(Map.of(), Map.of(), Map.of(), null), yesterday(false));
        write(day(2), "b");
        world.drain();

        assertEquals(InstanceState.WAITING, world.instance("sum", day(2)).state());
        assertEquals(List.of("raw/date=2026-01-01"), last().missing());

        write(day(1), "a");
        world.drain();

        assertEquals(InstanceState.SUCCEEDED, world.instance("sum", day(2)).state());
        assertEquals(List.of(day(1)), lastRead(day(2), "yesterday"));
        assertEquals(InstanceState.WAITING, world.instance("sum", day(1)).state());
    }

    @Test
    void a_chain_over_time_is_made_from_its_beginning_and_again_from_where_it_changed() {
        InputSpec before = new InputSpec(
                "before", "sums", true, Map.of(), Map.of("date", -1), Map.of(), null, null, PaceSpec.AT_ONCE);
        deploy(days(), input(Map.of(), Map.of(), Map.of(), null), before);
        PartitionVersion first = new PartitionVersion(Sha256.of("first"), 1, 5);
        world.write("raw", Map.of(day(1), first, day(2), first, day(3), first), 2);
        world.settleLog();
        assertEquals(List.of(day(1)), live(), "each day waits for the one before");
        world.drain();
        int changed = world.emitted.size();

        write(day(2), "corrected");
        world.drain();

        assertEquals(List.of(day(2), day(3)), ranSince(changed));
        assertEquals(List.of(day(2)), lastRead(day(3), "before"));
    }

    @Test
    void a_gather_waits_for_every_expected_value_and_names_those_that_lack() {
        deploy(sites(), input(Map.of(), Map.of(), Map.of("site", List.of("north", "south", "east")), null));
        write(site("north", 1), "n");
        world.drain();

        assertEquals(InstanceState.WAITING, world.instance("sum", day(1)).state());
        assertEquals(List.of("raw/site=south/date=2026-01-01", "raw/site=east/date=2026-01-01"), last().missing());
        assertEquals(Reason.MISSING_INPUT, last().reason());

        write(site("south", 1), "s");
        write(site("east", 1), "e");
        world.drain();

        assertEquals(List.of(day(1)), ranSince(0), "once, when all are there");
    }

    @Test
    void a_gather_waits_for_its_minimum_and_says_how_many_there_are() {
        deploy(sites(), input(Map.of(), Map.of(), Map.of(), 2));
        write(site("north", 1), "n");
        world.drain();

        assertEquals(List.of("raw/date=2026-01-01 (1 of at least 2)"), last().missing());

        write(site("west", 1), "w");
        world.drain();

        assertEquals(List.of(day(1)), ranSince(0));
    }

    @Test
    void a_gather_goes_on_without_what_is_late_says_so_and_runs_again_when_it_comes() {
        InputSpec input = new InputSpec(
                "raw",
                "raw",
                false,
                Map.of(),
                Map.of(),
                Map.of("site", List.of("north", "south")),
                null,
                Duration.ofMinutes(10),
                PaceSpec.AT_ONCE);
        deploy(sites(), input);
        write(site("north", 1), "n");
        world.drain();
        assertEquals(InstanceState.WAITING, world.instance("sum", day(1)).state());

        assertTrue(world.awaitTimer());
        world.drain();

        assertTrue(!world.now.isBefore(Specs.START.plus(Duration.ofMinutes(10))));
        StateChanged ready = world.all(StateChanged.class).stream()
                .filter(change -> change.state() == InstanceState.READY)
                .toList()
                .getLast();
        assertTrue(
                ready.sentence()
                        .endsWith("Continues without raw/site=south/date=2026-01-01 because the deadline has passed."),
                ready::sentence);
        assertEquals(InstanceState.SUCCEEDED, world.instance("sum", day(1)).state());
        int before = world.emitted.size();

        write(site("south", 1), "s");
        world.drain();

        assertEquals(List.of(day(1)), ranSince(before));
        assertFalse(world.awaitTimer(), "nothing is left to wait for");
    }

    @Test
    void what_comes_in_time_needs_no_deadline() {
        InputSpec input = new InputSpec(
                "raw", "raw", false, Map.of(), Map.of(), Map.of(), 2, Duration.ofMinutes(10), PaceSpec.AT_ONCE);
        deploy(sites(), input);
        write(site("north", 1), "n");
        world.drain();
        write(site("south", 1), "s");
        world.drain();
        int before = world.emitted.size();

        world.awaitTimer();
        world.drain();

        assertEquals(List.of(), ranSince(before));
        assertEquals(List.of(day(1)), ranSince(0));
    }

    @Test
    void an_overtaken_attempt_is_cancelled_where_the_task_says_so() {
        Specs specs = days().task(
                        "sum",
                        List.of(Specs.input("raw")),
                        List.of("sums"),
                        Specs.retries(0),
                        TaskSpec.OnChange.CANCEL,
                        "1");
        world.deploy(specs.build(world.workflow, 1));
        write(day(1), "first");
        world.settleLog();
        TaskReady first = world.all(TaskReady.class).getLast();

        write(day(1), "second");
        world.settleLog();

        TaskWithdrawn withdrawn = world.all(TaskWithdrawn.class).getLast();
        assertEquals(first.attempt(), withdrawn.attempt());
        assertEquals(Reason.SUPERSEDED, withdrawn.reason());
        assertEquals(1, world.live.size());
        assertTrue(!world.live.containsKey(first.attempt()), "another attempt, on what is there now");
        world.drain();
        assertEquals(InstanceState.SUCCEEDED, world.instance("sum", day(1)).state());
    }

    private static Specs days() {
        return new Specs().dataset("raw", "{date:yyyy-MM-dd}.csv").dataset("sums", "{date:yyyy-MM-dd}.csv");
    }

    private static Specs sites() {
        return new Specs().dataset("raw", "{site}/{date:yyyy-MM-dd}.csv").dataset("sums", "{date:yyyy-MM-dd}.csv");
    }

    private static InputSpec input(
            Map<String, Integer> window,
            Map<String, Integer> offset,
            Map<String, List<String>> expect,
            @Nullable Integer minimum) {
        return new InputSpec("raw", "raw", false, window, offset, expect, minimum, null, PaceSpec.AT_ONCE);
    }

    private static InputSpec yesterday(boolean optional) {
        return new InputSpec(
                "yesterday", "raw", optional, Map.of(), Map.of("date", -1), Map.of(), null, null, PaceSpec.AT_ONCE);
    }

    private void deploy(Specs specs, InputSpec... inputs) {
        specs.task("sum", List.of(inputs), List.of("sums"), Specs.retries(0), TaskSpec.OnChange.QUEUE, "1");
        world.deploy(specs.build(world.workflow, 1));
    }

    private void write(PartitionKey partition, String content) {
        world.write("raw", Map.of(partition, new PartitionVersion(Sha256.of(content), 1, content.length())), 10);
    }

    private static PartitionKey day(int day) {
        return PartitionKey.of("date", "2026-01-%02d".formatted(day));
    }

    private static PartitionKey site(String site, int day) {
        return PartitionKey.of("site", site, "date", "2026-01-%02d".formatted(day));
    }

    private StateChanged lastOf(PartitionKey instance) {
        return world.all(StateChanged.class).stream()
                .filter(change -> change.instance().partition().equals(instance))
                .reduce((_, later) -> later)
                .orElseThrow();
    }

    private StateChanged last() {
        return world.all(StateChanged.class).getLast();
    }

    private List<PartitionKey> live() {
        return world.live.values().stream()
                .map(ready -> ready.instance().partition())
                .toList();
    }

    private List<PartitionKey> ranSince(int from) {
        return world.emitted.subList(from, world.emitted.size()).stream()
                .filter(TaskReady.class::isInstance)
                .map(event -> ((TaskReady) event).instance().partition())
                .sorted()
                .toList();
    }

    private List<PartitionKey> lastRead(PartitionKey instance, String input) {
        TaskReady last = world.all(TaskReady.class).stream()
                .filter(ready -> ready.instance().partition().equals(instance))
                .reduce((_, later) -> later)
                .orElseThrow();
        return last.work().inputs().stream()
                .filter(read -> read.name().equals(input))
                .flatMap(read -> read.partitions().stream())
                .map(AttemptSpec.InputPartition::partition)
                .toList();
    }
}
