package io.freshet.planner.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.Firing;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.event.RunFinished;
import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.event.TaskEvent.StateChanged;
import io.freshet.contracts.id.DerivedId;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.partition.PartitionSelection;
import io.freshet.contracts.spec.FailureKind;
import io.freshet.contracts.spec.PartitionOrder;
import io.freshet.contracts.spec.RunSettings;
import io.freshet.contracts.spec.TaskSpec;
import io.freshet.planner.domain.instance.Instance;
import io.freshet.planner.domain.model.StepLimits;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a request may say of its run: parameters, the order of partitions; and work that is too much for one step. */
class RunOptionsTest {
    private static final int DAYS = 28;

    @Test
    void parameters_of_a_run_count_for_it_and_what_follows_and_no_longer() {
        World world = deployed(World.STEPS);
        write(world, 2, "1");
        world.drain();

        request(world, Map.of("currency", "EUR"), PartitionOrder.NEWEST_FIRST, false);

        assertEquals(
                List.of("EUR", "EUR"),
                world.live.values().stream()
                        .map(ready -> ready.work().params().get("currency"))
                        .toList());
        world.drain();
        int before = launches(world);
        request(world, Map.of("currency", "EUR"), PartitionOrder.NEWEST_FIRST, false);
        world.drain();
        assertEquals(before, launches(world), "the same again");
        write(world, 1, "2");
        world.drain();
        assertEquals("USD", last(world).work().params().get("currency"));
    }

    @Test
    void an_attempt_under_way_is_not_retried_with_other_parameters_than_it_was_launched_with() {
        World world = deployed(World.STEPS);
        write(world, 1, "1");
        world.settleLog();
        String attempt = world.live.keySet().iterator().next();

        request(world, Map.of("currency", "EUR"), PartitionOrder.NEWEST_FIRST, false);
        world.fail(attempt, FailureKind.EXIT);

        assertEquals(1, last(world).number(), "a new evaluation, no retry");
        assertEquals("EUR", last(world).work().params().get("currency"));
        world.drain();
    }

    @Test
    void an_attempt_says_for_which_firing_of_a_schedule_it_is() {
        World world = deployed(World.STEPS);
        write(world, 2, "1");
        world.drain();
        Firing firing = new Firing("daily", world.now);

        world.request(scheduled(world, firing));

        assertEquals(
                List.of(firing, firing),
                world.live.values().stream().map(ready -> ready.work().firing()).toList());
        world.succeed(world.live.keySet().iterator().next());
        world.settleLog();
        assertEquals(firing, last(world).work().firing(), "and so does what follows");
        world.drain();
        write(world, 1, "2");
        world.drain();
        assertNull(last(world).work().firing(), "what nobody scheduled has none");
    }

    @Test
    void the_order_of_a_run_is_that_of_its_launches_down_the_chain() {
        World world = deployed(World.STEPS);
        write(world, DAYS, "1");
        world.drain();

        request(world, Map.of(), PartitionOrder.OLDEST_FIRST, true);

        List<TaskReady> ready = List.copyOf(world.live.values());
        assertEquals(DAYS, ready.size());
        assertEquals(
                ready.stream()
                        .map(launch -> launch.instance().partition().toString())
                        .sorted()
                        .toList(),
                ready.stream()
                        .sorted(Comparator.comparing(TaskReady::orderKey))
                        .map(launch -> launch.instance().partition().toString())
                        .toList());
        world.succeed(ready.getFirst().attempt());
        world.settleLog();
        assertEquals("copy", last(world).instance().task(), "the oldest day's copy");
        assertEquals(ready.getFirst().orderKey(), last(world).orderKey());
        world.drain();
    }

    @Test
    void very_many_instances_are_unsettled_in_steps_and_what_comes_meanwhile_waits() {
        World world = deployed(new StepLimits(5, 3, 1_000, 1));
        write(world, DAYS, "1");
        world.drain();
        int before = launches(world);
        request(world, Map.of(), PartitionOrder.NEWEST_FIRST, true);
        assertEquals(List.of(), List.copyOf(world.live.values()), "nothing runs before all are unsettled");

        world.write("raw", Map.of(day(1), version("2")), 1);
        world.deliverFiles();
        world.deliverPartitions();
        world.drain();

        // The change came before any of them ran, so that each runs once.
        assertEquals(before + 2 * DAYS, launches(world));
        world.instances().forEach((key, instance) -> assertEquals(InstanceState.SUCCEEDED, instance.state(), key));
        assertEquals(List.of(), List.copyOf(world.planner.unfinished()));
    }

    @Test
    void only_so_many_are_let_go_as_there_are_not_too_many_under_way() {
        World world = deployed(new StepLimits(5, 3, 4, 1));
        write(world, DAYS, "1");
        world.settleLog();
        int most = 0;
        while (!world.live.isEmpty()) {
            most = Math.max(most, world.live.size());
            world.succeed(world.live.keySet().iterator().next());
            world.settleLog();
        }

        assertEquals(2 * DAYS, launches(world));
        // What follows from an attempt is not held.
        assertTrue(most <= 5, "not more than may be");
        assertEquals(
                List.of("2026-02-28", "2026-02-27", "2026-02-26", "2026-02-25"),
                world.all(TaskReady.class).stream()
                        .limit(4)
                        .map(ready -> ready.instance().partition().value("date").orElseThrow())
                        .toList());
    }

    @Test
    void a_planner_that_starts_anew_goes_on_in_the_middle() {
        World world = deployed(new StepLimits(5, 3, 1_000, 1));
        write(world, DAYS, "1");
        world.drain();
        int before = launches(world);
        request(world, Map.of(), PartitionOrder.NEWEST_FIRST, true);
        world.proceed(2);

        world.restart();
        world.drain();

        assertEquals(before + 2 * DAYS, launches(world));
    }

    @Test
    void stopping_a_run_reaches_what_has_not_been_let_go_yet() {
        World world = deployed(new StepLimits(5, 3, 1_000, 1));
        write(world, DAYS, "1");
        world.drain();
        int before = launches(world);
        RunRequest.Evaluate request = request(world, Map.of(), PartitionOrder.NEWEST_FIRST, true);
        while (world.live.isEmpty()) {
            world.proceed(3);
        }
        int launched = launches(world) - before;
        assertTrue(launched < DAYS, "most of them are still held");

        String run = DerivedId.run(world.workflow, request.cause().id());
        world.cancel(new RunRequest.Cancel(world.workflow, run, null, "bob", world.now));
        world.drain();

        assertEquals(before + launched, launches(world), "nothing more was launched");
        RunFinished end = world.all(RunFinished.class).getLast();
        assertEquals(run, end.run());
        assertEquals(RunFinished.State.CANCELLED, end.state());
        assertEquals(2 * DAYS, end.summary().instances());
        assertEquals(
                List.of(
                        "Cancelled by bob. Its outputs are still those of its last success, with the same code and inputs."),
                world.all(StateChanged.class).stream()
                        .filter(change -> change.sentence().contains("bob"))
                        .map(StateChanged::sentence)
                        .distinct()
                        .toList());
        assertTrue(world.instances().values().stream().noneMatch(Instance::isBad), "everything is up to date");
    }

    private static World deployed(StepLimits steps) {
        World world = new World(steps);
        world.deploy(new Specs()
                .param("currency", "USD")
                .dataset("raw", "{date:yyyy-MM-dd}.csv")
                .dataset("made", "{date:yyyy-MM-dd}.csv")
                .dataset("copied", "{date:yyyy-MM-dd}.csv")
                .task(
                        "make",
                        List.of(Specs.input("raw")),
                        List.of("made"),
                        Specs.retries(2),
                        null,
                        TaskSpec.OnChange.QUEUE,
                        "1")
                .task("copy", List.of("made"), "copied")
                .build(world.workflow, 1));
        world.settleLog();
        return world;
    }

    private static RunRequest.Evaluate request(
            World world, Map<String, String> params, PartitionOrder order, boolean force) {
        RunRequest.Evaluate request = world.evaluate(
                world.cause(Cause.Kind.REQUESTED), List.of(), new RunSettings(force, false, params, order, null));
        world.request(request);
        return request;
    }

    private static RunRequest.Evaluate scheduled(World world, Firing firing) {
        Cause cause = world.cause(Cause.Kind.SCHEDULED);
        return new RunRequest.Evaluate(
                world.workflow,
                new Cause(cause.id(), cause.kind(), cause.at(), cause.description(), firing),
                List.of(),
                PartitionSelection.ALL,
                RunSettings.FORCED,
                "schedule daily",
                world.now);
    }

    private static void write(World world, int days, String content) {
        Map<PartitionKey, PartitionVersion> changes = new LinkedHashMap<>();
        for (int day = 1; day <= days; day++) {
            changes.put(day(day), version(content + day));
        }
        world.write("raw", changes, 1_000);
    }

    private static PartitionVersion version(String content) {
        return new PartitionVersion(Sha256.of(content), 1, 1);
    }

    private static PartitionKey day(int day) {
        return PartitionKey.of(Map.of("date", "2026-02-%02d".formatted(day)));
    }

    private static int launches(World world) {
        return world.all(TaskReady.class).size();
    }

    private static TaskReady last(World world) {
        return world.all(TaskReady.class).getLast();
    }
}
