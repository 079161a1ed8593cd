package io.freshet.planner.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.event.ReadyCommand.TaskWithdrawn;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.event.RunFinished;
import io.freshet.contracts.event.TaskEvent.StateChanged;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.BatchSpec;
import io.freshet.contracts.spec.CacheSpec;
import io.freshet.contracts.spec.FailureKind;
import io.freshet.contracts.spec.FailureSpec;
import io.freshet.contracts.spec.PodTemplate;
import io.freshet.contracts.spec.RetrySpec;
import io.freshet.contracts.spec.RunAsSpec;
import io.freshet.contracts.spec.TaskSpec;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What happens when all retries of a task are spent. */
class FailurePolicyTest {
    private static final List<String> INSTEAD = List.of("sh", "carry-forward.sh");

    private final World world = new World();

    @Test
    void a_fallback_makes_the_outputs_when_the_command_has_failed_for_good() {
        deploy(new FailureSpec(INSTEAD, false, false), 1);
        write("a");
        world.settleLog();
        failOnly();
        assertEquals(List.of("run"), only().work().run().command(), "first its retry");

        failOnly();

        TaskReady fallback = only();
        assertEquals(INSTEAD, fallback.work().run().command());
        assertInstanceOf(CacheSpec.Off.class, fallback.work().cache(), "its outputs are not the action's result");
        assertEquals(3, fallback.number());
        world.drain();
        StateChanged succeeded = lastOf("a");
        assertEquals(InstanceState.SUCCEEDED, succeeded.state());
        assertEquals(Reason.FALLBACK, succeeded.reason());
        assertEquals(
                "Its command failed; the fallback command produced the outputs: 1 partition changed.",
                succeeded.sentence());
        assertEquals(RunFinished.State.SUCCEEDED, lastRun().state());
    }

    @Test
    void an_attempt_and_its_fallback_run_as_the_same_in_the_same_pod() {
        RunAsSpec runAs = RunAsSpec.named("etl");
        PodTemplate pod = new PodTemplate(Map.of("nodeSelector", Map.of("disk", "ssd")));
        Specs specs = new Specs().dataset("raw", "{site}.csv").dataset("made", "{site}.csv");
        specs.task(
                "make",
                List.of(Specs.input("raw")),
                List.of("made"),
                RetrySpec.NONE,
                new FailureSpec(INSTEAD, false, false),
                TaskSpec.OnChange.QUEUE,
                "1");
        world.deploy(specs.runs("make", runAs, pod, new BatchSpec(50)).build(world.workflow, 1));
        write("1", "a");
        world.settleLog();
        TaskReady first = only();

        failOnly();

        TaskReady fallback = only();
        assertEquals(List.of(List.of("run"), INSTEAD), List.of(command(first), command(fallback)));
        for (TaskReady ready : List.of(first, fallback)) {
            assertEquals(runAs, ready.work().runAs());
            assertEquals(pod, ready.work().run().pod());
            assertEquals(new BatchSpec(50), ready.work().batch());
        }
    }

    private static List<String> command(TaskReady ready) {
        return ready.work().run().command();
    }

    @Test
    void a_denial_is_not_retried_whatever_the_task_says() {
        RetrySpec retries =
                new RetrySpec(5, Duration.ofSeconds(1), 2, Duration.ofMinutes(1), Map.of(FailureKind.DENIED, 3));
        Specs specs = new Specs().dataset("raw", "{site}.csv").dataset("made", "{site}.csv");
        world.deploy(specs.task("make", List.of("raw"), List.of("made"), retries, "1")
                .build(world.workflow, 1));
        write("1", "a");
        world.settleLog();

        fail("a", FailureKind.DENIED);

        assertEquals(InstanceState.FAILED, lastOf("a").state());
        assertEquals(Reason.NOT_RETRIED, lastOf("a").reason());
    }

    @Test
    void how_often_is_retried_may_depend_on_the_kind_of_failure() {
        RetrySpec retries = new RetrySpec(
                5, Duration.ofSeconds(1), 2, Duration.ofMinutes(1), Map.of(FailureKind.TIMEOUT, 0, FailureKind.OOM, 1));
        Specs specs = new Specs().dataset("raw", "{site}.csv").dataset("made", "{site}.csv");
        world.deploy(specs.task("make", List.of("raw"), List.of("made"), retries, "1")
                .build(world.workflow, 1));
        write("1", "a", "b", "c");
        world.settleLog();
        fail("a", FailureKind.TIMEOUT);
        fail("b", FailureKind.OOM);
        fail("b", FailureKind.OOM);
        for (int i = 0; i < 5; i++) {
            fail("c", FailureKind.EXIT);
        }

        assertEquals(InstanceState.FAILED, lastOf("a").state());
        assertEquals(Reason.NOT_RETRIED, lastOf("a").reason());
        assertEquals(InstanceState.FAILED, lastOf("b").state());
        assertEquals(Reason.RETRIES_SPENT, lastOf("b").reason());
        assertEquals(InstanceState.RETRYING, lastOf("c").state());
    }

    private void fail(String site, FailureKind kind) {
        String attempt = world.live.values().stream()
                .filter(ready -> ready.instance().partition().equals(site(site)))
                .findFirst()
                .orElseThrow()
                .attempt();
        world.fail(attempt, kind);
    }

    @Test
    void a_fallback_that_fails_is_the_end_of_it() {
        deploy(new FailureSpec(INSTEAD, false, false), 0);
        write("a");
        world.settleLog();
        failOnly();
        failOnly();

        assertEquals(InstanceState.FAILED, lastOf("a").state());
        assertEquals(0, world.live.size());
        assertEquals(RunFinished.State.FAILED, lastRun().state());
    }

    @Test
    void an_infrastructure_failure_of_a_fallback_is_retried_as_a_fallback() {
        deploy(new FailureSpec(INSTEAD, false, false), 0);
        write("a");
        world.settleLog();
        failOnly();

        world.fail(only().attempt(), FailureKind.LOST);

        assertEquals(INSTEAD, only().work().run().command());
    }

    @Test
    void an_instance_whose_attempts_vanish_again_and_again_is_parked_until_somebody_asks() {
        deploy(null, 5);
        write("a");
        world.settleLog();
        for (int i = 0; i < 4; i++) {
            world.fail(only().attempt(), FailureKind.LOST);
        }

        assertEquals(0, world.live.size());
        assertEquals(InstanceState.FAILED, lastOf("a").state());
        assertEquals(Reason.PARKED, lastOf("a").reason());

        world.request(List.of(), Map.of(), false);
        world.drain();

        assertEquals(InstanceState.SUCCEEDED, lastOf("a").state());
    }

    @Test
    void what_failed_when_it_was_forced_runs_again_when_somebody_asks_though_nothing_changed() {
        deploy(null, 0);
        write("a");
        world.settleLog();
        world.drain();
        world.request(List.of("make"), Map.of(), true);
        failOnly();
        assertEquals(InstanceState.FAILED, lastOf("a").state());

        world.request(List.of(), Map.of(), false);

        assertEquals(Reason.FORCED, only().reason());
    }

    @Test
    void a_new_input_gets_the_command_again() {
        deploy(new FailureSpec(INSTEAD, false, false), 0);
        write("a");
        world.settleLog();
        failOnly();
        world.drain();

        write("b", "a");
        world.settleLog();

        assertEquals(List.of("run"), only().work().run().command());
    }

    @Test
    void downstream_goes_on_with_the_last_good_outputs_of_an_allowed_failure() {
        deploy(new FailureSpec(null, true, false), 0);
        write("first", "a", "b");
        world.drain();

        write("second", "a", "b");
        world.settleLog();
        world.fail(attempt("a"), FailureKind.EXIT);
        world.drain();

        assertEquals(InstanceState.FAILED, world.instance("make", site("a")).state());
        assertEquals(
                InstanceState.SUCCEEDED,
                world.instance("sum", PartitionKey.NONE).state());
        assertEquals(RunFinished.State.SUCCEEDED, lastRun().state());
        assertEquals(1, lastRun().summary().failed());
    }

    @Test
    void downstream_is_blocked_by_a_failure_that_is_not_allowed() {
        deploy(null, 0);
        write("first", "a", "b");
        world.settleLog();
        world.fail(attempt("a"), FailureKind.EXIT);
        world.drain();

        assertEquals(
                InstanceState.BLOCKED, world.instance("sum", PartitionKey.NONE).state());
        assertEquals(RunFinished.State.FAILED, lastRun().state());
    }

    @Test
    void a_failure_stops_the_whole_run_where_its_task_says_so() {
        deploy(new FailureSpec(null, false, true), 0);
        write("first", "a", "b", "c");
        world.settleLog();

        world.fail(attempt("b"), FailureKind.EXIT);

        assertEquals(0, world.live.size());
        List<TaskWithdrawn> withdrawn = world.all(TaskWithdrawn.class);
        assertEquals(2, withdrawn.size());
        assertEquals(Reason.RUN_FAILED, withdrawn.getFirst().reason());
        assertEquals(InstanceState.CANCELLED, world.instance("make", site("a")).state());
        assertEquals(InstanceState.FAILED, world.instance("make", site("b")).state());
        assertEquals(
                InstanceState.BLOCKED, world.instance("sum", PartitionKey.NONE).state());
        assertEquals(RunFinished.State.FAILED, lastRun().state());
    }

    private void deploy(FailureSpec policy, int retries) {
        Specs specs = new Specs()
                .dataset("raw", "{site}.csv")
                .dataset("made", "{site}.csv")
                .dataset("total", Specs.WHOLE)
                .task(
                        "make",
                        List.of(Specs.input("raw")),
                        List.of("made"),
                        Specs.retries(retries),
                        policy,
                        TaskSpec.OnChange.QUEUE,
                        "1")
                .task("sum", List.of("made"), "total");
        world.deploy(specs.build(world.workflow, 1));
    }

    private void write(String content) {
        write(content, "a");
    }

    private void write(String content, String... sites) {
        Map<PartitionKey, PartitionVersion> changes = new LinkedHashMap<>();
        for (String site : sites) {
            changes.put(site(site), new PartitionVersion(Sha256.of(content), 1, 1));
        }
        world.write("raw", changes, 10);
    }

    private void failOnly() {
        world.fail(only().attempt(), FailureKind.EXIT);
    }

    private TaskReady only() {
        assertEquals(1, world.live.size());
        return world.live.values().iterator().next();
    }

    private String attempt(String site) {
        return world.live.values().stream()
                .filter(ready -> ready.instance().partition().equals(site(site)))
                .findFirst()
                .orElseThrow()
                .attempt();
    }

    private static PartitionKey site(String site) {
        return PartitionKey.of("site", site);
    }

    private StateChanged lastOf(String site) {
        return world.all(StateChanged.class).stream()
                .filter(change -> change.instance().partition().equals(site(site)))
                .reduce((_, later) -> later)
                .orElseThrow();
    }

    private RunFinished lastRun() {
        return world.all(RunFinished.class).getLast();
    }
}
