package io.freshet.planner.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.event.RunFinished;
import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.id.DerivedId;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.partition.PartitionSelection;
import io.freshet.contracts.partition.ValueRange;
import io.freshet.contracts.spec.PartitionOrder;
import io.freshet.contracts.spec.RunSettings;
import io.freshet.planner.domain.model.StepLimits;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A run that catches up on a range of partitions, with a limit, and what it leaves to the runs beside it. */
class BackfillTest {
    private static final int DAYS = 28;

    @Test
    void evaluates_what_is_in_its_ranges_and_what_follows() {
        World world = deployed(World.STEPS);
        write(world, day(1), DAYS, "1");
        world.drain();
        int before = world.all(TaskReady.class).size();

        request(world, List.of(new ValueRange("2026-02-03", "2026-02-05"), ValueRange.of("2026-02-20")), 4, 7);
        world.drain();

        List<TaskReady> launches = launchesSince(world, before);
        assertEquals(
                Map.of("make", 4L, "copy", 4L),
                launches.stream()
                        .collect(Collectors.groupingBy(ready -> ready.instance().task(), Collectors.counting())));
        assertEquals(
                Set.of("2026-02-03", "2026-02-04", "2026-02-05", "2026-02-20"),
                launches.stream().map(BackfillTest::date).collect(Collectors.toSet()));
        launches.forEach(ready -> {
            assertEquals(4, ready.runMaxActive());
            assertEquals(7, ready.priority());
        });
    }

    @Test
    void brings_into_being_what_it_names_of_a_task_without_inputs() {
        World world = new World(World.STEPS);
        world.deploy(new Specs()
                .dataset("made", "{date:yyyy-MM-dd}.csv")
                .task("make", List.<String>of(), "made")
                .build(world.workflow, 1));
        world.drain();

        request(world, List.of(new ValueRange("2026-01-30", "2026-02-02")), null, null);

        assertEquals(
                Set.of("2026-01-30", "2026-01-31", "2026-02-01", "2026-02-02"),
                world.live.values().stream().map(BackfillTest::date).collect(Collectors.toSet()));
        world.drain();
    }

    @Test
    void an_instance_that_another_run_wants_too_does_not_wait_as_the_backfill_does() {
        World world = deployed(World.STEPS);
        write(world, day(1), 1, "1");
        world.drain();
        RunRequest.Evaluate backfill = request(world, List.of(ValueRange.of("2026-02-01")), 4, 7);
        TaskReady queued = world.live.values().iterator().next();
        assertEquals(DerivedId.run(world.workflow, backfill.cause().id()), queued.run());

        Cause change = world.write("raw", Map.of(day(1), version("2")), 1);
        world.settleLog();
        world.succeed(queued.attempt());
        world.settleLog();

        TaskReady again = world.live.values().stream()
                .filter(ready -> ready.instance().task().equals("make"))
                .findFirst()
                .orElseThrow();
        assertEquals(DerivedId.run(world.workflow, change.id()), again.run());
        assertEquals(null, again.runMaxActive());
        world.drain();
    }

    /** With pages of three names. */
    @Test
    void begins_with_the_newest_before_the_others_are_unsettled() {
        World world = deployed(new StepLimits(3, 3, 1_000, 1));
        write(world, day(1), DAYS, "1");
        world.drain();
        int before = world.all(TaskReady.class).size();

        begin(world, List.of(new ValueRange("2026-02", "2026-02-27")), PartitionOrder.NEWEST_FIRST);
        while (launchesSince(world, before).isEmpty()) {
            assertTrue(world.proceed(1), "nothing is left to do");
        }

        assertEquals("2026-02-27", date(launchesSince(world, before).getFirst()));
        assertTrue(unsettled(world) < 10, () -> unsettled(world) + " are unsettled");
        world.settleLog(2);
        assertEquals(
                IntStream.rangeClosed(1, 27)
                        .mapToObj("2026-02-%02d"::formatted)
                        .sorted(Comparator.reverseOrder())
                        .toList(),
                launchesSince(world, before).stream().map(BackfillTest::date).toList());
        world.drain();
        assertEquals(2 * 27, launchesSince(world, before).size(), "each once");
        RunFinished finished = world.all(RunFinished.class).getLast();
        assertEquals(2 * 27, finished.summary().executed());
    }

    @Test
    void what_it_begins_with_survives_a_restart_at_any_step_and_is_done_once() {
        for (int steps = 0; steps < 30; steps++) {
            World world = deployed(new StepLimits(3, 3, 1_000, 1));
            write(world, day(1), 9, "1");
            world.drain();
            int before = world.all(TaskReady.class).size();
            begin(world, List.of(new ValueRange("2026-02", null)), PartitionOrder.OLDEST_FIRST);

            for (int step = 0; step < steps && world.proceed(1); step++) {
                world.now = world.now.plusMillis(1);
            }
            world.restart();
            world.settleLog(1);

            assertEquals(
                    IntStream.rangeClosed(1, 9)
                            .mapToObj("2026-02-%02d"::formatted)
                            .toList(),
                    launchesSince(world, before).stream()
                            .map(BackfillTest::date)
                            .toList(),
                    "restart after " + steps);
            world.drain();
            assertEquals(2 * 9, launchesSince(world, before).size());
        }
    }

    /** What is evaluated early is no more than there is room for. */
    @Test
    void begins_with_no_more_than_may_wait() {
        World world = deployed(new StepLimits(20, 3, 4, 1));
        write(world, day(1), DAYS, "1");
        world.drain();

        request(world, List.of(new ValueRange("2026-02", null)), null, null);

        assertEquals(
                Set.of("2026-02-28", "2026-02-27"),
                world.live.values().stream().map(BackfillTest::date).collect(Collectors.toSet()));
        world.drain();
    }

    private static long unsettled(World world) {
        long[] unsettled = {0};
        world.tables.instances().scan("", (_, instance) -> {
            unsettled[0] += instance.settled() ? 0 : 1;
            return true;
        });
        return unsettled[0];
    }

    /** However much of the backfill waits, and however long. */
    @Test
    void what_arrives_meanwhile_is_let_go_beside_a_backfill_that_stands_still() {
        World world = deployed(new StepLimits(5, 3, 4, 1));
        write(world, day(1), DAYS, "1");
        world.drain();
        RunRequest.Evaluate backfill = request(world, List.of(new ValueRange("2026-02", null)), 1, null);
        world.settleLog();
        assertEquals(2, world.live.size(), "it takes half of the room");

        write(world, PartitionKey.of("date", "2026-03-01"), 9, "1");
        world.settleLog();

        String run = DerivedId.run(world.workflow, backfill.cause().id());
        assertTrue(
                world.live.values().stream().anyMatch(ready -> !ready.run().equals(run)),
                () -> "only the backfill is let go: " + world.live.values());
        world.drain();
    }

    private static List<TaskReady> launchesSince(World world, int before) {
        List<TaskReady> all = world.all(TaskReady.class);
        return all.subList(before, all.size());
    }

    private static World deployed(StepLimits steps) {
        World world = new World(steps);
        world.deploy(new Specs()
                .dataset("raw", "{date:yyyy-MM-dd}.csv")
                .dataset("made", "{date:yyyy-MM-dd}.csv")
                .dataset("copied", "{date:yyyy-MM-dd}.csv")
                .task("make", List.of("raw"), "made")
                .task("copy", List.of("made"), "copied")
                .build(world.workflow, 1));
        world.settleLog();
        return world;
    }

    private static RunRequest.Evaluate request(
            World world, List<ValueRange> dates, @Nullable Integer maxActive, @Nullable Integer priority) {
        RunRequest.Evaluate request = evaluate(world, dates, PartitionOrder.NEWEST_FIRST, maxActive, priority);
        world.request(request);
        world.settleLog();
        return request;
    }

    private static void begin(World world, List<ValueRange> dates, PartitionOrder order) {
        world.request(evaluate(world, dates, order, null, null));
    }

    private static RunRequest.Evaluate evaluate(
            World world,
            List<ValueRange> dates,
            PartitionOrder order,
            @Nullable Integer maxActive,
            @Nullable Integer priority) {
        return new RunRequest.Evaluate(
                world.workflow,
                world.cause(Cause.Kind.BACKFILL),
                List.of(),
                new PartitionSelection(Map.of(), Map.of("date", dates)),
                new RunSettings(true, false, Map.of(), order, null),
                new RunRequest.Limits(maxActive, priority),
                "alice",
                world.now);
    }

    private static void write(World world, PartitionKey first, int days, String content) {
        Map<PartitionKey, PartitionVersion> files = new LinkedHashMap<>();
        LocalDate from = LocalDate.parse(first.value("date").orElseThrow());
        for (int i = 0; i < days; i++) {
            files.put(PartitionKey.of("date", from.plusDays(i).toString()), version(content + i));
        }
        world.write("raw", files, 5);
        world.settleLog();
    }

    private static PartitionKey day(int day) {
        return PartitionKey.of("date", "2026-02-%02d".formatted(day));
    }

    private static String date(TaskReady ready) {
        return ready.instance().partition().value("date").orElseThrow();
    }

    private static PartitionVersion version(String content) {
        return new PartitionVersion(Sha256.of(content), 1, content.length());
    }
}
