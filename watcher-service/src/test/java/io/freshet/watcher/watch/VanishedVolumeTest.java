package io.freshet.watcher.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.event.DatasetProblems.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A file system that is not there is no deletion; with simulated mounts, whose files the test moves away and back. */
class VanishedVolumeTest extends WithSites {
    @Override
    void prepare() throws IOException {
        bench.volumes.mount("north", 77);
        bench.put("north/a.csv", "a");
        bench.put("north/b.csv", "b");
        bench.put("south/a.csv", "a");
    }

    @Test
    void an_unmounted_volume_is_held_back_and_the_rest_goes_on() throws Exception {
        unmount("north");
        bench.put("south/b.csv", "b");
        bench.reconcile();

        assertEquals(Set.of(NORTH, SOUTH), bench.outbox.told().keySet());
        assertEquals(2, bench.outbox.told().get(SOUTH).files().size());
        assertTrue(bench.reports.getLast().problems().stream()
                .anyMatch(problem -> problem.kind() == Kind.VANISHED_DIRECTORY && problem.count() == 2));
        assertNotNull(bench.reports.getLast().confirmation());
    }

    @Test
    void what_was_deleted_while_it_was_away_is_told_when_it_is_back() throws Exception {
        unmount("north");
        bench.reconcile();
        Files.delete(temporary.resolve("away-north/a.csv"));
        bench.restart();
        bench.settle();
        assertEquals(2, bench.outbox.told().get(NORTH).files().size());

        mount("north");
        bench.reconcile();

        assertEquals(1, bench.outbox.told().get(NORTH).files().size());
        assertNull(bench.reports.getLast().confirmation());
        assertEquals(
                1,
                bench.reports.stream()
                        .filter(report -> report.confirmation() != null)
                        .map(report -> report.confirmation())
                        .distinct()
                        .count());
    }

    @Test
    void files_left_below_the_mount_point_are_not_told_of() throws Exception {
        unmount("north");
        bench.write("north/stale.csv", "stale");
        bench.settle();

        assertEquals(2, bench.outbox.told().get(NORTH).files().size());
    }

    @Test
    void another_file_system_with_a_part_of_the_files_is_held_back() throws Exception {
        bench.volumes.mount("north", 78);
        Files.delete(bench.directory().resolve("north/a.csv"));
        bench.reconcile();
        assertEquals(2, bench.outbox.told().get(NORTH).files().size());

        bench.confirmDeletions();
        bench.settle();
        assertEquals(1, bench.outbox.told().get(NORTH).files().size());
    }

    @Test
    void another_file_system_with_all_files_is_accepted_by_itself() throws Exception {
        bench.volumes.mount("north", 78);
        bench.put("north/c.csv", "c");
        bench.reconcile();
        bench.reconcile();

        assertEquals(3, bench.outbox.told().get(NORTH).files().size());
        assertNull(bench.reports.getLast().confirmation());
    }

    @Test
    void a_confirmation_of_an_earlier_disappearance_is_none_of_the_next() throws Exception {
        unmount("north");
        bench.reconcile();
        String first = bench.reports.getLast().confirmation();
        mount("north");
        bench.reconcile();

        unmount("north");
        bench.watch().confirm(first);
        bench.reconcile();

        assertEquals(Set.of(NORTH, SOUTH), bench.outbox.told().keySet());
    }

    @Test
    void a_confirmation_outlives_a_restart() throws Exception {
        unmount("north");
        bench.reconcile();
        String confirmation = bench.reports.getLast().confirmation();
        bench.restart();
        bench.watch().confirm(confirmation);
        bench.settle();

        assertEquals(Set.of(SOUTH), bench.outbox.told().keySet());
        assertNull(bench.reports.getLast().confirmation());
    }

    @Test
    void files_that_were_deleted_one_by_one_are_deleted() throws Exception {
        bench.delete("north/a.csv");
        bench.delete("north/b.csv");
        bench.delete("south/a.csv");
        bench.settle();

        assertEquals(Set.of(), bench.outbox.told().keySet());
    }

    @Test
    void files_that_vanish_all_at_once_without_notice_are_held_back() throws Exception {
        Files.delete(bench.directory().resolve("north/a.csv"));
        Files.delete(bench.directory().resolve("north/b.csv"));
        bench.reconcile();
        bench.restart();
        bench.settle();

        assertEquals(Set.of(NORTH, SOUTH), bench.outbox.told().keySet());
    }

    private void unmount(String volume) throws IOException {
        Files.move(bench.directory().resolve(volume), temporary.resolve("away-" + volume));
        Files.createDirectory(bench.directory().resolve(volume));
        bench.volumes.unmount(volume);
    }

    private void mount(String volume) throws IOException {
        Files.delete(bench.directory().resolve(volume));
        Files.move(temporary.resolve("away-" + volume), bench.directory().resolve(volume));
        bench.volumes.mount(volume, 77);
    }
}
