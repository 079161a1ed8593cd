package io.freshet.launcher.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.launcher.domain.StopCause;
import io.freshet.servicekit.disk.LocalDisk;
import io.freshet.testkit.disk.MemoryDirectory;
import io.freshet.testkit.disk.SimulatedDisk;
import io.freshet.testkit.disk.Survival;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private static final SegmentLimits SMALL = new SegmentLimits(3_000, 9_000, 12, 5);
    /** One file is rewritten for each that is begun. */
    private static final SegmentLimits TIGHT = new SegmentLimits(1_500, 9_000, 3, 1_000);

    private static final SegmentLimits ROOMY = new SegmentLimits(3_000, 9_000, 12, 1_000);

    @TempDir(factory = MemoryDirectory.class)
    Path directory;

    @Test
    void knows_after_any_restart_what_a_naive_fold_knows() throws Exception {
        for (int seed = 0; seed < 20; seed++) {
            Path place = directory.resolve("story-" + seed);
            Random random = new Random(seed);
            Story story = new Story(random);
            Known known = new Known();
            Journal journal = Journal.open(place, LocalDisk.UNSYNCED, ROOMY);
            JournalFollower follower = new JournalFollower(place);
            for (int i = 0; i < 300; i++) {
                JournalEntry entry = story.next();
                journal.append(entry);
                known.add(entry);
                if (random.nextInt(40) == 0) {
                    journal = Journal.open(place, LocalDisk.UNSYNCED, ROOMY);
                }
                if (random.nextInt(10) == 0) {
                    assertEquals(known.described(), Known.described(journal, story.attempts), "seed " + seed);
                    assertEquals(Set.copyOf(journal.open()), Set.copyOf(follower.open()), "seed " + seed);
                }
            }
            for (String attempt : story.attempts) {
                assertEquals(journal.isKnown(attempt), follower.isKnown(attempt));
                assertEquals(journal.finish(attempt), follower.finish(attempt));
                assertEquals(journal.launch(attempt), follower.launch(attempt));
            }
        }
    }

    @Test
    void knows_after_a_power_failure_at_any_step_what_was_synced_and_no_more_than_was_added() throws Exception {
        int steps = play(directory.resolve("undisturbed"), Integer.MAX_VALUE, Survival.NOTHING);
        assertTrue(steps > 90, steps + " steps");
        for (int fatal = 1; fatal <= steps; fatal += 3) {
            play(directory.resolve("nothing-" + fatal), fatal, Survival.NOTHING);
            play(directory.resolve("names-" + fatal), fatal + 1, Survival.NAMES);
            play(directory.resolve("zeros-" + fatal), fatal + 2, Survival.ZEROS);
            play(directory.resolve("random-" + fatal), fatal, Survival.random(new Random(fatal)));
        }
    }

    /** Segments are so small here that many of the steps are those of rewriting. */
    private static int play(Path place, int fatal, Survival survival) throws IOException {
        Files.createDirectories(place);
        AtomicInteger steps = new AtomicInteger();
        Story story = new Story(new Random(4));
        List<Known> acknowledged = new ArrayList<>(List.of(new Known()));
        try (SimulatedDisk disk = new SimulatedDisk(place, (operation, path) -> {
            if (steps.incrementAndGet() >= fatal) {
                throw new IOException("there is no power: " + operation);
            }
        })) {
            try {
                Journal journal = Journal.open(place.resolve("journal"), disk, TIGHT);
                for (int i = 0; i < 60; i++) {
                    JournalEntry entry = story.next();
                    // What failed to be added may be there nevertheless.
                    acknowledged.add(acknowledged.getLast().with(entry));
                    journal.append(entry);
                    if (i % 2 == 0) {
                        journal.sync();
                        acknowledged.subList(0, acknowledged.size() - 1).clear();
                    }
                }
            } catch (IOException e) {
                assertTrue(steps.get() >= fatal, e::toString);
            }
            disk.losePower(survival);
        }
        Journal left = Journal.open(place.resolve("journal"), LocalDisk.UNSYNCED, TIGHT);
        Map<String, String> after = Known.described(left, story.attempts);
        assertTrue(
                acknowledged.stream().anyMatch(known -> known.described().equals(after)),
                () -> "power lost at " + fatal + ": " + after);
        return steps.get();
    }

    @Test
    void stays_within_its_bounds_and_keeps_the_newest_ends() throws Exception {
        Journal journal = Journal.open(directory, LocalDisk.UNSYNCED, SMALL);
        LaunchAttempt kept = Story.launch("kept", 0);
        journal.append(new JournalEntry.Launched(kept));
        journal.append(new JournalEntry.Stopped(kept.attempt(), StopCause.TIMEOUT));
        List<String> closed = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            LaunchAttempt launch = Story.launch("task-" + i, 0);
            journal.append(new JournalEntry.Launched(launch));
            journal.append(Story.finished(launch));
            journal.append(new JournalEntry.Closed(launch.attempt()));
            closed.add(launch.attempt());
            assertTrue(bytes() < 9_000 + 2 * 3_000 + 4_000, () -> bytes() + " bytes");
        }

        Journal again = Journal.open(directory, LocalDisk.UNSYNCED, SMALL);

        assertEquals(List.of(kept.attempt()), again.open());
        assertEquals(Optional.of(kept), again.launch(kept.attempt()));
        assertEquals(Optional.of(StopCause.TIMEOUT), again.stop(kept.attempt()));
        for (String attempt : closed.subList(395, 400)) {
            assertTrue(again.finish(attempt).isPresent(), attempt);
        }
        assertFalse(again.isKnown(closed.getFirst()));
    }

    private long bytes() {
        try (var files = Files.list(directory)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void lets_threads_that_wait_for_the_device_wait_together() throws Exception {
        CountDownLatch firstIsIn = new CountDownLatch(1);
        CountDownLatch othersHaveCome = new CountDownLatch(1);
        AtomicInteger syncs = new AtomicInteger();
        try (SimulatedDisk disk = new SimulatedDisk(directory, (operation, path) -> {
                    if (operation.equals("sync") && path.toString().endsWith(".journal")) {
                        if (syncs.incrementAndGet() == 1) {
                            firstIsIn.countDown();
                            await(othersHaveCome);
                        }
                    }
                });
                ExecutorService threads = Executors.newCachedThreadPool()) {
            Journal journal = Journal.open(directory.resolve("journal"), disk);
            Future<?> first = threads.submit(() -> addAndSync(journal, "first"));
            await(firstIsIn);
            List<LaunchAttempt> launches = new ArrayList<>();
            CountDownLatch added = new CountDownLatch(20);
            List<Future<?>> others = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                LaunchAttempt launch = Story.launch("other-" + i, 10);
                launches.add(launch);
                others.add(threads.submit(() -> {
                    journal.append(new JournalEntry.Launched(launch));
                    added.countDown();
                    journal.sync();
                    return null;
                }));
            }
            await(added);
            othersHaveCome.countDown();
            first.get();
            for (Future<?> other : others) {
                other.get();
            }

            assertEquals(2, syncs.get());
            disk.losePower(Survival.NOTHING);
            Journal again = Journal.open(directory.resolve("journal"), LocalDisk.UNSYNCED);
            launches.forEach(launch -> assertTrue(again.isOpen(launch.attempt())));
        }
    }

    @Test
    void waits_for_the_device_once_when_a_file_is_full() throws Exception {
        List<String> synced = new ArrayList<>();
        try (SimulatedDisk disk = new SimulatedDisk(directory, (operation, path) -> {
            if (operation.equals("sync")) {
                synced.add(path.getFileName().toString());
            }
        })) {
            Journal journal = Journal.open(directory.resolve("journal"), disk, SMALL);
            synced.clear();
            LaunchAttempt launch = Story.launch("large", 3_000);
            journal.append(new JournalEntry.Launched(launch));
            journal.sync();

            assertEquals(List.of("0000000000000001.journal", "journal"), synced);
            disk.losePower(Survival.NOTHING);
            assertTrue(Journal.open(directory.resolve("journal"), LocalDisk.UNSYNCED)
                    .isOpen(launch.attempt()));
        }
    }

    @Test
    void does_not_trust_a_file_that_the_device_failed_to_take() throws Exception {
        AtomicBoolean fails = new AtomicBoolean();
        LaunchAttempt one = Story.launch("one", 0);
        LaunchAttempt two = Story.launch("two", 0);
        try (SimulatedDisk disk = new SimulatedDisk(directory, (operation, path) -> {
            if (operation.equals("sync") && fails.getAndSet(false)) {
                throw new IOException("the device failed");
            }
        })) {
            Journal journal = Journal.open(directory.resolve("journal"), disk);
            journal.append(new JournalEntry.Launched(one));
            fails.set(true);
            assertThrows(IOException.class, journal::sync);
            // As the kernel does: what could not be written is dropped, and the next sync has nothing to do.
            Path doubtful = directory.resolve("journal/0000000000000001.journal");
            journal.append(new JournalEntry.Launched(two));
            journal.sync();
            Files.write(doubtful, new byte[100]);

            Journal again = Journal.open(directory.resolve("journal"), LocalDisk.UNSYNCED);

            assertEquals(
                    List.of(two.attempt(), one.attempt()).stream().sorted().toList(),
                    again.open().stream().sorted().toList());
        }
    }

    @Test
    void writes_the_next_entry_over_one_that_was_cut() throws Exception {
        AtomicBoolean isFull = new AtomicBoolean();
        LaunchAttempt one = Story.launch("one", 0);
        LaunchAttempt two = Story.launch("two", 500);
        LaunchAttempt three = Story.launch("three", 0);
        try (SimulatedDisk disk = new SimulatedDisk(directory, (operation, path) -> {
            if (operation.equals("append") && isFull.get()) {
                byte[] half = new byte[700];
                long end = Files.size(path);
                LocalDisk.UNSYNCED.write(path, end, half);
                throw new IOException("No space left on device");
            }
        })) {
            Journal journal = Journal.open(directory.resolve("journal"), disk);
            journal.append(new JournalEntry.Launched(one));
            isFull.set(true);
            assertThrows(IOException.class, () -> journal.append(new JournalEntry.Launched(two)));
            assertFalse(journal.isKnown(two.attempt()));
            isFull.set(false);
            journal.append(new JournalEntry.Launched(three));

            Journal again = Journal.open(directory.resolve("journal"), LocalDisk.UNSYNCED);

            assertEquals(List.of(one.attempt(), three.attempt()), again.open());
        }
    }

    @Test
    void has_what_was_handed_over_no_more() throws Exception {
        LaunchAttempt launch = Story.launch("one", 0);
        Journal journal = Journal.open(directory, LocalDisk.UNSYNCED);
        journal.append(new JournalEntry.Launched(launch));
        journal.append(new JournalEntry.HandedOver(launch.attempt()));

        assertFalse(Journal.open(directory, LocalDisk.UNSYNCED).isKnown(launch.attempt()));
    }

    @Test
    void keeps_open_what_is_closed_without_an_end() throws Exception {
        LaunchAttempt launch = Story.launch("one", 0);
        Journal journal = Journal.open(directory, LocalDisk.UNSYNCED);
        journal.append(new JournalEntry.Launched(launch));
        journal.append(new JournalEntry.Closed(launch.attempt()));

        assertTrue(Journal.open(directory, LocalDisk.UNSYNCED).isOpen(launch.attempt()));
    }

    private static Void addAndSync(Journal journal, String name) throws IOException {
        journal.append(new JournalEntry.Launched(Story.launch(name, 0)));
        journal.sync();
        return null;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(20, java.util.concurrent.TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
