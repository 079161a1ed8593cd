package io.freshet.planner.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.RunFinished;
import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.event.TaskEvent.RunStarted;
import io.freshet.contracts.id.DerivedId;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.FailureKind;
import io.freshet.contracts.spec.Overlap;
import io.freshet.contracts.spec.PartitionOrder;
import io.freshet.contracts.spec.RunSettings;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Runs that are asked for while another is under way. */
class OverlapTest {
    private final World world = new World();

    @Test
    void runs_in_parallel_share_what_they_have_in_common() {
        deploy(Overlap.PARALLEL);
        String first = ask(null);
        String second = ask(null);

        assertEquals(List.of(first, second), started());
        assertEquals(1, world.live.size());
    }

    @Test
    void runs_in_sequence_wait_for_each_other_whatever_comes_of_them() {
        deploy(Overlap.SEQUENTIAL);
        String first = ask(null);
        String second = ask(null);
        String third = ask(null);
        assertEquals(List.of(first), started());

        fail();
        assertEquals(List.of(first, second), started());
        succeed();
        assertEquals(List.of(first, second, third), started());
        succeed();
        assertEquals(
                List.of(RunFinished.State.FAILED, RunFinished.State.SUCCEEDED, RunFinished.State.SUCCEEDED), ends());
    }

    @Test
    void in_strict_sequence_a_failure_holds_up_what_follows_until_a_run_has_succeeded() {
        deploy(Overlap.STRICT_SEQUENTIAL);
        String first = ask(null);
        String second = ask(null);
        fail();
        assertEquals(List.of(first), started());

        String repair = ask(Overlap.PARALLEL);
        assertEquals(List.of(first, repair), started());
        succeed();

        assertEquals(List.of(first, repair, second), started());
        succeed();
    }

    @Test
    void only_the_first_runs_and_the_others_are_told_of() {
        deploy(Overlap.FIRST_ONLY);
        String first = ask(null);
        String second = ask(null);

        assertEquals(List.of(RunFinished.State.SKIPPED), ends());
        assertEquals(second, world.all(RunFinished.class).getLast().run());
        assertEquals(List.of(first, second), started());
        succeed();
        assertEquals(List.of(RunFinished.State.SKIPPED, RunFinished.State.SUCCEEDED), ends());
        ask(null);
        assertEquals(1, world.live.size(), "the first one has ended");
    }

    @Test
    void only_the_last_runs_and_those_before_are_stopped() {
        deploy(Overlap.LAST_ONLY);
        String first = ask(null);
        String attempt = world.live.keySet().iterator().next();
        String second = ask(null);

        assertEquals(List.of(first, second), started());
        assertEquals(1, world.live.size());
        assertEquals(false, world.live.containsKey(attempt), "its attempt was withdrawn");
        assertEquals(List.of(RunFinished.State.CANCELLED), ends());
        succeed();
        assertEquals(second, world.all(RunFinished.class).getLast().run());
        assertEquals(RunFinished.State.SUCCEEDED, ends().getLast());
    }

    @Test
    void a_run_that_waits_can_be_cancelled() {
        deploy(Overlap.SEQUENTIAL);
        String first = ask(null);
        String second = ask(null);
        String third = ask(null);

        world.cancel(new RunRequest.Cancel(world.workflow, second, null, "bob", world.now));
        assertEquals(List.of(RunFinished.State.CANCELLED), ends());
        succeed();

        assertEquals(List.of(first, second, third), started());
        assertEquals(1, world.live.size());
        succeed();
        assertEquals(
                List.of(RunFinished.State.CANCELLED, RunFinished.State.SUCCEEDED, RunFinished.State.SUCCEEDED), ends());
    }

    @Test
    void the_last_one_takes_the_place_of_those_that_wait_too() {
        deploy(Overlap.SEQUENTIAL);
        ask(null);
        String waiting = ask(null);
        String last = ask(Overlap.LAST_ONLY);

        assertEquals(1, world.live.size());
        succeed();
        assertEquals(0, world.live.size());
        assertEquals(last, world.all(RunFinished.class).getLast().run());
        assertEquals(
                RunFinished.State.SKIPPED,
                world.all(RunFinished.class).stream()
                        .filter(end -> end.run().equals(waiting))
                        .findFirst()
                        .orElseThrow()
                        .state());
    }

    @Test
    void what_waits_outlives_a_restart() {
        deploy(Overlap.SEQUENTIAL);
        ask(null);
        String second = ask(null);

        world.restart();
        succeed();

        assertEquals(second, started().getLast());
    }

    private void deploy(Overlap overlap) {
        world.deploy(new Specs()
                .overlap(overlap)
                .dataset("raw", "**")
                .dataset("made", "**")
                .task("make", List.of("raw"), "made")
                .build(world.workflow, 1));
        world.settleLog();
        world.write("raw", Map.of(PartitionKey.NONE, new PartitionVersion(Sha256.of("1"), 1, 1)), 1);
        world.drain();
        world.emitted.clear();
    }

    private String ask(@Nullable Overlap overlap) {
        Cause cause = world.cause(Cause.Kind.REQUESTED);
        world.request(world.evaluate(
                cause, List.of(), new RunSettings(true, false, Map.of(), PartitionOrder.NEWEST_FIRST, overlap)));
        world.settleLog();
        return DerivedId.run(world.workflow, cause.id());
    }

    private void succeed() {
        world.succeed(world.live.keySet().iterator().next());
        world.settleLog();
    }

    private void fail() {
        world.fail(world.live.keySet().iterator().next(), FailureKind.EXIT);
        world.settleLog();
    }

    private List<String> started() {
        return world.all(RunStarted.class).stream().map(RunStarted::run).toList();
    }

    private List<RunFinished.State> ends() {
        return world.all(RunFinished.class).stream().map(RunFinished::state).toList();
    }
}
