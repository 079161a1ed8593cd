package io.freshet.planner.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.event.ReadyCommand.TaskWithdrawn;
import io.freshet.contracts.event.RunFinished;
import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.id.DerivedId;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.FailureKind;
import io.freshet.contracts.spec.FailureSpec;
import io.freshet.contracts.spec.Overlap;
import io.freshet.contracts.spec.PartitionOrder;
import io.freshet.contracts.spec.RunSettings;
import io.freshet.contracts.spec.TaskSpec;
import io.freshet.planner.domain.instance.Instance;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Runs that share instances: what stops one of them takes nothing from the others. */
class SharedRunsTest {
    private static final PartitionKey A = PartitionKey.of("site", "a");

    private final World world = new World();

    @Test
    void cancelling_a_run_leaves_an_attempt_that_a_change_of_files_wants_too() {
        deploy(false);
        write("1");
        String asked = ask(List.of("make"), null, Map.of());

        cancel(asked);

        assertEquals(0, world.all(TaskWithdrawn.class).size());
        assertEquals(RunFinished.State.CANCELLED, lastRun().state());
        world.drain();
        assertEquals(InstanceState.SUCCEEDED, world.instance("make", A).state());
        assertEquals(InstanceState.SUCCEEDED, world.instance("copy", A).state());
        assertEquals(RunFinished.State.SUCCEEDED, lastRun().state());
    }

    @Test
    void the_last_run_that_takes_the_place_of_another_leaves_what_a_change_of_files_wants() {
        deploy(false);
        write("1");
        ask(List.of("make"), null, Map.of());

        ask(List.of("other"), Overlap.LAST_ONLY, Map.of());

        assertEquals(0, world.all(TaskWithdrawn.class).size());
        world.drain();
        assertEquals(InstanceState.SUCCEEDED, world.instance("make", A).state());
    }

    @Test
    void a_failure_that_stops_its_run_leaves_what_another_run_wants() {
        deploy(true);
        write("1");
        String asked = ask(List.of("make", "other"), null, Map.of());
        world.drain();
        write("2");
        world.request(List.of("other"), Map.of(), true);
        world.settleLog();
        String other = world.live.values().stream()
                .filter(ready -> ready.instance().task().equals("other"))
                .map(TaskReady::attempt)
                .findFirst()
                .orElseThrow();

        world.fail(other, FailureKind.DENIED);
        world.drain();

        assertTrue(!asked.isEmpty());
        assertEquals(InstanceState.SUCCEEDED, world.instance("make", A).state());
        assertEquals(
                InstanceState.FAILED, world.instance("other", PartitionKey.NONE).state());
    }

    @Test
    void what_ran_with_the_parameters_of_a_cancelled_run_runs_again_without_them() {
        deploy(false);
        write("1");
        world.drain();
        String asked = ask(List.of(), null, Map.of("currency", "EUR"));
        write("2");

        cancel(asked);
        world.drain();

        TaskReady last = world.all(TaskReady.class).stream()
                .filter(ready -> ready.instance().task().equals("make"))
                .toList()
                .getLast();
        assertEquals("USD", last.work().params().get("currency"));
        assertEquals(InstanceState.SUCCEEDED, world.instance("make", A).state());
    }

    @Test
    void a_forced_run_that_is_cancelled_leaves_what_is_up_to_date_up_to_date() {
        deploy(false);
        write("1");
        world.drain();
        String forced = ask(List.of(), null, Map.of());
        assertEquals(2, world.live.size());

        cancel(forced);

        assertTrue(world.instances().values().stream().noneMatch(Instance::isBad));
        assertEquals(RunFinished.State.CANCELLED, lastRun().state());
        int before = world.all(TaskReady.class).size();
        world.request(List.of(), Map.of(), false);
        world.drain();
        assertEquals(before, world.all(TaskReady.class).size(), "nothing has changed, so nothing runs");
        assertEquals(RunFinished.State.SUCCEEDED, lastRun().state());
    }

    private void deploy(boolean failFast) {
        world.deploy(new Specs()
                .param("currency", "USD")
                .dataset("raw", "{site}.csv")
                .dataset("whole", "**")
                .dataset("made", "{site}.csv")
                .dataset("copied", "{site}.csv")
                .dataset("more", "**")
                .task("make", List.of("raw"), "made")
                .task("copy", List.of("made"), "copied")
                .task(
                        "other",
                        List.of(Specs.input("whole")),
                        List.of("more"),
                        Specs.retries(0),
                        new FailureSpec(null, false, failFast),
                        TaskSpec.OnChange.QUEUE,
                        "1")
                .build(world.workflow, 1));
        world.write("whole", Map.of(PartitionKey.NONE, version("0")), 1);
        world.drain();
        world.emitted.clear();
    }

    private void write(String content) {
        world.write("raw", Map.of(A, version(content)), 1);
        world.settleLog();
    }

    private static PartitionVersion version(String content) {
        return new PartitionVersion(Sha256.of(content), 1, 1);
    }

    private String ask(List<String> tasks, @Nullable Overlap overlap, Map<String, String> params) {
        Cause cause = world.cause(Cause.Kind.REQUESTED);
        world.request(world.evaluate(
                cause, tasks, new RunSettings(true, false, params, PartitionOrder.NEWEST_FIRST, overlap)));
        world.settleLog();
        return DerivedId.run(world.workflow, cause.id());
    }

    private void cancel(String run) {
        world.cancel(new RunRequest.Cancel(world.workflow, run, null, "bob", world.now));
        world.settleLog();
    }

    private RunFinished lastRun() {
        return world.all(RunFinished.class).getLast();
    }
}
