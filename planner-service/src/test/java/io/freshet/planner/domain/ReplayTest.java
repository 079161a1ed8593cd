package io.freshet.planner.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.PartitionsReplayed;
import io.freshet.contracts.event.PartitionsReplayed.Fact;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.event.RunFinished;
import io.freshet.contracts.event.RunFinished.Summary;
import io.freshet.contracts.event.TaskEvent.RunStarted;
import io.freshet.contracts.id.DerivedId;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.FailureKind;
import io.freshet.contracts.spec.Overlap;
import io.freshet.contracts.spec.RunSettings;
import io.freshet.planner.domain.catalog.CatalogTables.KnownPartition;
import io.freshet.planner.domain.table.Keys;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Replays of file changes: nothing that is up to date runs, nothing is taken back, and what did not get through does. */
class ReplayTest {
    private final World world = deployed(Overlap.PARALLEL);

    /** What was written of each record: what a replay reads. */
    private final List<Fact> log = new ArrayList<>();

    @Test
    void evaluates_what_reads_the_partitions_and_what_follows_and_runs_nothing_that_is_up_to_date() {
        write(3, "1");
        int launched = launches();

        replay("again", log);
        world.drain();

        assertEquals(launched, launches());
        assertEquals(new Summary(0, 0, 6, 0, 0, 0, 0, 0), finished("again").summary());
        assertEquals(RunFinished.State.SUCCEEDED, finished("again").state());
        assertEquals(Cause.Kind.REPLAY, finished("again").cause().kind());
    }

    @Test
    void runs_what_failed_and_what_was_blocked_by_it() {
        record("raw", key(1), version("1"));
        world.settleLog();
        world.fail(world.live.keySet().iterator().next(), FailureKind.EXIT);
        world.settleLog();
        assertEquals(0, world.live.size());

        replay("again", log);
        world.drain();

        assertEquals(new Summary(2, 0, 0, 0, 0, 0, 0, 0), finished("again").summary());
    }

    @Test
    void takes_in_a_record_that_the_catalogue_could_not() {
        write(2, "1");
        record("raw", key(1), version("2"));
        record("raw", key(7), version("7"));
        world.loseFiles();
        world.loseFiles();
        int launched = launches();

        replay("again", log);
        world.drain();

        assertEquals(launched + 4, launches());
        assertEquals(version("2"), known("raw", key(1)));
        assertEquals(version("7"), known("raw", key(7)));
    }

    @Test
    void takes_back_neither_a_later_version_nor_a_deletion() {
        write(2, "1");
        List<Fact> old = List.copyOf(log);
        record("raw", key(0), version("2"));
        record("raw", key(1), null);
        world.drain();
        int launched = launches();

        replay("again", old);
        replay("and again", List.of(old.getLast(), old.getFirst()));
        world.drain();

        assertEquals(launched, launches());
        assertEquals(version("2"), known("raw", key(0)));
        assertEquals(null, known("raw", key(1)));
    }

    /** Also where nothing in between was heard: the log said last that it is as it was. */
    @Test
    void does_not_take_in_a_record_that_a_later_one_has_undone() {
        write(1, "1");
        record("raw", key(0), version("2"));
        world.loseFiles();
        record("raw", key(0), version("1"));
        record("raw", key(5), version("5"));
        world.drain();
        int launched = launches();

        replay("again", log.subList(1, 2));
        world.drain();

        assertEquals(launched, launches());
        assertEquals(version("1"), known("raw", key(0)));
    }

    @Test
    void only_looks_where_what_was_said_is_about_another_dataset() {
        write(1, "1");

        replay("again", List.of(new Fact(key(0), version("other"), Fact.LOOK_ONLY)));
        world.drain();

        assertEquals(version("1"), known("raw", key(0)));
        assertEquals(2, finished("again").summary().cutOff());
    }

    @Test
    void is_one_run_that_ends_with_its_last_word_and_is_not_begun_again() {
        write(4, "1");

        say("again", log.subList(0, 2), false);
        world.drain();
        assertTrue(world.all(RunFinished.class).stream().noneMatch(run -> isOf(run, "again")));
        say("again", log.subList(2, 4), false);
        say("again", List.of(), true);
        say("again", log.subList(2, 4), false);
        say("again", List.of(), true);
        world.drain();

        assertEquals(8, finished("again").summary().instances());
    }

    @ParameterizedTest
    @ValueSource(strings = {"FIRST_ONLY", "LAST_ONLY", "SEQUENTIAL", "STRICT_SEQUENTIAL"})
    void holds_up_no_run_that_is_asked_for_and_is_stopped_by_none(String overlap) {
        World strict = deployed(Overlap.valueOf(overlap));
        strict.write("raw", Map.of(key(0), version("1")), 5);
        strict.drain();
        strict.commands.add(replayed(strict, "again", List.of(new Fact(key(0), version("1"), 1)), false));
        strict.settleLog();

        Cause asked = strict.cause(Cause.Kind.REQUESTED);
        strict.request(strict.evaluate(asked, List.of(), RunSettings.USUAL));
        strict.drain();

        assertEquals(
                List.of(RunFinished.State.SUCCEEDED),
                strict.all(RunFinished.class).stream()
                        .filter(run -> run.cause().id().equals(asked.id()))
                        .map(RunFinished::state)
                        .toList());
        strict.commands.add(replayed(strict, "again", List.of(), true));
        strict.drain();
        assertEquals(
                RunFinished.State.SUCCEEDED,
                strict.all(RunFinished.class).getLast().state());
    }

    /** A version that reads something else does not wait for a replay of what it no longer reads. */
    @Test
    void ends_when_the_workflow_reads_the_dataset_no_more() {
        write(2, "1");
        say("again", log, false);
        world.settleLog();

        world.deploy(new Specs()
                .dataset("other", "{n}")
                .dataset("made", "{n}")
                .dataset("copied", "{n}")
                .task("make", List.of("other"), "made")
                .task("copy", List.of("made"), "copied")
                .build(world.workflow, 2));
        world.drain();

        assertEquals(
                1,
                world.all(RunFinished.class).stream()
                        .filter(run -> isOf(run, "again"))
                        .count());
    }

    @Test
    void ends_with_the_removal_of_the_workflow_and_says_nothing_to_one_that_comes_later() {
        write(2, "1");
        say("again", log, false);
        world.settleLog();

        world.remove(1);
        world.drain();
        world.deploy(new Specs()
                .dataset("raw", "{n}")
                .dataset("made", "{n}")
                .task("make", List.of("raw"), "made")
                .build(world.workflow, 2));
        world.drain();
        int launched = launches();
        say("again", List.of(), true);
        world.drain();

        assertEquals(launched, launches());
        assertTrue(world.tables.runs().keys("").isEmpty(), "no run is left open");
    }

    /** Records lost, attempts failed, replays of any ranges at once and between: in the end all is as if nothing had been. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void random_replays_end_where_the_log_ends(int seed) {
        Random random = new Random(seed);
        Map<PartitionKey, PartitionVersion> expected = new HashMap<>();
        for (int step = 0; step < 60; step++) {
            switch (random.nextInt(6)) {
                case 0, 1, 2 -> {
                    PartitionKey key = key(random.nextInt(6));
                    PartitionVersion next = version("v" + random.nextInt(4));
                    record("raw", key, next);
                    expected.put(key, next);
                    if (random.nextInt(3) == 0) {
                        world.settleLog();
                    }
                }
                case 3 -> {
                    if (!world.fileChanges.isEmpty()) {
                        world.loseFiles();
                    }
                }
                case 4 -> {
                    if (!log.isEmpty()) {
                        int from = random.nextInt(log.size());
                        say("replay " + step, log.subList(from, from + 1 + random.nextInt(log.size() - from)), true);
                    }
                }
                default -> {
                    if (!world.live.isEmpty()) {
                        String attempt = world.live.keySet().iterator().next();
                        if (random.nextBoolean()) {
                            world.fail(attempt, FailureKind.EXIT);
                        } else {
                            world.succeed(attempt);
                        }
                    }
                }
            }
        }
        world.drain();

        replay("all", log);
        world.drain();

        expected.forEach((key, version) -> assertEquals(version, known("raw", key), "seed " + seed));
        int launched = launches();
        replay("and again", log);
        replay("and at once", log);
        world.drain();
        assertEquals(launched, launches(), "seed " + seed);
        assertEquals(finished("and again").summary().instances(), 2 * expected.size());
        assertEquals(
                finished("and again").summary().cutOff()
                        + finished("and again").summary().skipped(),
                2 * expected.size(),
                "seed " + seed);
    }

    private static World deployed(Overlap overlap) {
        World world = new World(World.STEPS);
        world.deploy(new Specs()
                .overlap(overlap)
                .dataset("raw", "{n}")
                .dataset("made", "{n}")
                .dataset("copied", "{n}")
                .task("make", List.of("raw"), "made")
                .task("copy", List.of("made"), "copied")
                .build(world.workflow, 1));
        world.settleLog();
        return world;
    }

    /** Writes partitions, of which everything then runs. */
    private void write(int partitions, String content) {
        for (int number = 0; number < partitions; number++) {
            record("raw", key(number), version(content));
        }
        world.drain();
    }

    /** Writes one record, which the catalogue has not heard of yet. */
    private void record(String dataset, PartitionKey key, PartitionVersion version) {
        long offset = world.nextOffset() + world.fileChanges.size();
        Map<PartitionKey, PartitionVersion> change = new HashMap<>();
        change.put(key, version);
        world.write(dataset, change, 1);
        log.add(new Fact(key, version, offset));
    }

    private void replay(String id, List<Fact> facts) {
        say(id, facts, true);
        world.settleLog();
    }

    private void say(String id, List<Fact> facts, boolean last) {
        world.commands.add(replayed(world, id, facts, last));
    }

    private static PartitionsReplayed replayed(World world, String id, List<Fact> facts, boolean last) {
        Cause cause = new Cause(id, Cause.Kind.REPLAY, world.now, "a replay");
        return new PartitionsReplayed(world.definition.dataset("raw"), id, cause, last, facts, world.now);
    }

    private RunFinished finished(String replay) {
        List<RunFinished> runs = world.all(RunFinished.class).stream()
                .filter(run -> isOf(run, replay))
                .toList();
        assertEquals(1, runs.size(), () -> "runs of " + replay + ": " + runs);
        assertEquals(
                1,
                world.all(RunStarted.class).stream()
                        .filter(run -> run.run().equals(DerivedId.run(world.workflow, replay)))
                        .count());
        return runs.getFirst();
    }

    private static boolean isOf(RunFinished run, String replay) {
        return run.cause().id().equals(replay);
    }

    private PartitionVersion known(String dataset, PartitionKey key) {
        KnownPartition known = world.catalogTables.partitions().get(Keys.of(world.definition.dataset(dataset), key));
        return known == null ? null : known.version();
    }

    private int launches() {
        return world.all(TaskReady.class).size();
    }

    private static PartitionKey key(int number) {
        return PartitionKey.of("n", Integer.toString(number));
    }

    private static PartitionVersion version(String content) {
        return new PartitionVersion(Sha256.of(content), 1, content.length());
    }
}
