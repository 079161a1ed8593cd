package io.freshet.planner.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.CriticalPathStep;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.event.RunFinished;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.DatasetSpec;
import io.freshet.contracts.spec.FailureKind;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a finished run says of itself, and datasets whose deletions are ignored. */
class RunFiguresTest {
    private final World world = new World();

    @Test
    void a_run_names_the_chain_of_attempts_that_ended_last_and_what_was_written() {
        deploy(DatasetSpec.Deletions.PROPAGATE);
        world.write("raw", Map.of(site("a"), version("1"), site("b"), version("1")), 10);
        world.settleLog();

        succeed("make", "a", 1);
        succeed("make", "b", 60);
        succeed("sum", "", 5);

        RunFinished run = world.all(RunFinished.class).getLast();
        assertEquals(
                List.of("prod/flow/make/site=b", "prod/flow/sum"),
                run.criticalPath().stream()
                        .map(step -> step.instance().toString())
                        .toList());
        assertEquals(3, run.bytes(), "one byte for each partition");
    }

    @Test
    void attempts_that_failed_are_on_the_path() {
        deploy(DatasetSpec.Deletions.PROPAGATE);
        world.write("raw", Map.of(site("a"), version("1")), 10);
        world.settleLog();
        world.fail(attempt("make", "a"), FailureKind.EXIT);
        world.drain();

        assertEquals(
                List.of("prod/flow/make/site=a", "prod/flow/make/site=a", "prod/flow/sum"),
                world.all(RunFinished.class).getLast().criticalPath().stream()
                        .map(CriticalPathStep::instance)
                        .map(Object::toString)
                        .toList());
    }

    @Test
    void a_partition_that_is_deleted_stays_for_readers_that_ignore_it() {
        deploy(DatasetSpec.Deletions.IGNORE);
        world.write("raw", Map.of(site("a"), version("1"), site("b"), version("1")), 10);
        world.drain();
        int before = world.all(TaskReady.class).size();

        Map<PartitionKey, PartitionVersion> gone = new HashMap<>();
        gone.put(site("a"), null);
        world.write("raw", gone, 10);
        world.drain();

        assertEquals(before, world.all(TaskReady.class).size());
        assertNotNull(world.tables.partitions().get("prod/flow|raw|site=a|site=a"));
        assertNotNull(world.tables.outputs().get("prod/flow|make|site=a|made|site=a"));
    }

    private void deploy(DatasetSpec.Deletions deletions) {
        world.deploy(new Specs()
                .dataset("raw", "{site}.csv", deletions)
                .dataset("made", "{site}.csv")
                .dataset("total", Specs.WHOLE)
                .task("make", List.of("raw"), List.of("made"), Specs.retries(1), "1")
                .task("sum", List.of("made"), "total")
                .build(world.workflow, 1));
        world.settleLog();
    }

    private void succeed(String task, String site, int seconds) {
        String attempt = attempt(task, site);
        world.now = world.now.plus(Duration.ofSeconds(seconds));
        world.succeed(attempt);
        world.settleLog();
    }

    private String attempt(String task, String site) {
        return world.live.values().stream()
                .filter(ready -> ready.instance().task().equals(task)
                        && (site.isEmpty() || ready.instance().partition().equals(site(site))))
                .findFirst()
                .orElseThrow()
                .attempt();
    }

    private static PartitionVersion version(String content) {
        return new PartitionVersion(Sha256.of(content), 1, 1);
    }

    private static PartitionKey site(String site) {
        return PartitionKey.of(Map.of("site", site));
    }
}
