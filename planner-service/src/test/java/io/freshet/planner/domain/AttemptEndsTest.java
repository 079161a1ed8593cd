package io.freshet.planner.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.event.RunFinished;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.FailureKind;
import io.freshet.planner.domain.model.Limits;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What follows from how attempts end. */
class AttemptEndsTest extends ChainOfTasks {
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
}
