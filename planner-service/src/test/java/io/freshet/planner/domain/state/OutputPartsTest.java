package io.freshet.planner.domain.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.Outcome;
import io.freshet.contracts.event.Outcome.OutputPartition;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.event.TaskEvent.StateChanged;
import io.freshet.contracts.event.Usage;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.FailureKind;
import io.freshet.planner.domain.Invariants;
import io.freshet.planner.domain.OutsideAttempts;
import io.freshet.planner.domain.PlannerInput;
import io.freshet.planner.domain.Specs;
import io.freshet.planner.domain.World;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Outputs that are listed in parts before the end of their attempt count with it, and not without. */
class OutputPartsTest {
    private static final DatasetRef PARTS = new DatasetRef("prod", "parts");

    private final World world = new World();

    @BeforeEach
    void deploy() {
        world.observers.addAll(Invariants.all());
        world.deploy(new Specs()
                .dataset("raw", "{site}.csv")
                .dataset("parts", "{site}/{part}.csv")
                .task("split", List.of("raw"), "parts")
                .build(world.workflow, 1));
        write("1");
    }

    @Test
    void all_parts_are_accepted_with_the_end() {
        AttemptFinished end = end("1", "2", "3");

        list(end, 0, "1", "2");
        list(end, 1, "3");
        assertEquals(0, outputs());
        finish(OutsideAttempts.listedBefore(end, 2));

        assertEquals(3, outputs());
        assertEquals(InstanceState.SUCCEEDED, state());
        assertNothingIsKept();
    }

    @Test
    void forgets_the_parts_of_an_attempt_that_ends_when_nobody_waits_for_it_any_more() {
        AttemptFinished end = end("1", "2");
        list(end, 0, "1");
        world.cancel(new RunRequest.Cancel(world.workflow, null, end.instance(), "bob", world.now));
        list(end, 1, "2");

        finish(OutsideAttempts.listedBefore(end, 2));

        assertEquals(0, outputs());
        assertNothingIsKept();
    }

    @Test
    void parts_outlive_a_restart() {
        AttemptFinished end = end("1", "2");
        list(end, 0, "1");

        world.restart();
        list(end, 1, "2");
        finish(OutsideAttempts.listedBefore(end, 2));

        assertEquals(2, outputs());
        assertNothingIsKept();
    }

    @Test
    void an_end_without_one_of_its_parts_has_the_attempt_repeated() {
        AttemptFinished end = end("1", "2");
        list(end, 1, "2");

        finish(OutsideAttempts.listedBefore(end, 2));

        assertEquals(0, outputs());
        assertEquals(InstanceState.RETRYING, state());
        assertNothingIsKept();
    }

    @Test
    void parts_of_an_attempt_for_which_nobody_waits_are_not_kept() {
        AttemptFinished end = end("1", "2");
        finish(end);

        list(end, 0, "1");

        assertNothingIsKept();
    }

    @Test
    void a_failure_after_parts_leaves_none() {
        AttemptFinished end = end("1", "2");
        list(end, 0, "1");

        finish(end.with(new Outcome.Failed(FailureKind.CHECK, "its report was refused", null)));

        assertNothingIsKept();
        assertEquals(0, outputs());
    }

    @Test
    void parts_of_an_instance_that_goes_go_with_it() {
        AttemptFinished end = end("1", "2");
        list(end, 0, "1");

        world.remove();
        world.settleLog();

        assertNothingIsKept();
    }

    @Test
    void parts_wait_with_their_end_while_there_is_something_else_to_do() {
        AttemptFinished end = end("1", "2");
        // With more instances than one decision touches.
        world.request(List.of(), Map.of(), true);
        for (int site = 0; site < 200; site++) {
            world.write("raw", Map.of(PartitionKey.of("site", "s" + site), content("1")), 1);
        }
        world.deliverAllFiles();

        list(end, 0, "1");
        list(end, 1, "2");
        finish(OutsideAttempts.listedBefore(end, 2));

        world.settleLog();
        assertTrue(outputs() >= 2);
        assertNothingIsKept();
    }

    private void write(String text) {
        world.write("raw", Map.of(PartitionKey.of("site", "a"), content(text)), 1);
        world.settleLog();
    }

    private AttemptFinished end(String... parts) {
        TaskReady ready = world.live.values().iterator().next();
        return new AttemptFinished(
                ready.instance(),
                ready.attempt(),
                ready.number(),
                ready.run(),
                ready.work().actionKey(),
                new Outcome.Succeeded(made(parts), Map.of(), null),
                Usage.UNKNOWN,
                world.now,
                null,
                world.now);
    }

    private static List<OutputPartition> made(String... parts) {
        return Stream.of(parts)
                .map(part -> new OutputPartition(PARTS, PartitionKey.of("site", "a", "part", part), content(part)))
                .toList();
    }

    private void list(AttemptFinished end, int part, String... parts) {
        world.list(end, part, made(parts));
    }

    private void finish(AttemptFinished end) {
        world.live.remove(end.attempt());
        world.planner.decide(new PlannerInput.AttemptEnded(end), null, world.now);
    }

    private int outputs() {
        return world.tables.outputs().keys("prod/flow|split|site=a|").size();
    }

    private InstanceState state() {
        return world.all(StateChanged.class).stream()
                .filter(change -> change.instance().partition().equals(PartitionKey.of("site", "a")))
                .reduce((_, last) -> last)
                .orElseThrow()
                .state();
    }

    private void assertNothingIsKept() {
        assertEquals(List.of(), world.tables.outputParts().keys(""));
        assertFalse(world.tables.metadata().keys("").stream().anyMatch(note -> note.endsWith("output-parts")));
    }

    private static PartitionVersion content(String text) {
        return new PartitionVersion(Sha256.of(text), 1, 1);
    }
}
