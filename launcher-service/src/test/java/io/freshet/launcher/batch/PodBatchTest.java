package io.freshet.launcher.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.event.Usage;
import io.freshet.launcher.domain.Occurrence;
import io.freshet.launcher.domain.ProcessEnd;
import io.freshet.servicekit.storage.StorageRoot;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PodBatchTest {
    private static final String POD = "copy-batch-1";
    private static final Instant ENDED = Instant.ofEpochSecond(1_767_600_009);

    @TempDir
    Path directory;

    @Test
    void tells_later_what_it_could_not_read_at_first() throws Exception {
        BatchFiles files = new BatchFiles(new StorageRoot(directory));
        Path unreadable = Files.createDirectories(files.directory(POD).progress());
        List<Occurrence> told = new ArrayList<>();
        PodBatch batch = new PodBatch(POD, files);
        batch.join("copy-1", false, told::add);

        batch.accept(new Occurrence.NotBegun());

        assertEquals(List.of(), told);
        assertFalse(batch.neverWas());

        Files.delete(unreadable);
        batch.refresh();

        assertEquals(List.of(new Occurrence.NotBegun()), told);
        assertTrue(batch.neverWas());
    }

    @Test
    void tells_who_asks_late_that_there_is_no_such_pod() {
        PodBatch batch = new PodBatch(POD, new BatchFiles(new StorageRoot(directory)));
        batch.accept(new Occurrence.NotBegun());
        List<Occurrence> told = new ArrayList<>();

        batch.join("copy-1", false, told::add);

        assertEquals(List.of(new Occurrence.NotBegun()), told);
    }

    @Test
    void tells_all_who_wait_why_their_pod_does_not_start() {
        PodBatch batch = new PodBatch(POD, new BatchFiles(new StorageRoot(directory)));
        List<Occurrence> told = new ArrayList<>();
        batch.join("copy-1", false, told::add);
        batch.join("copy-2", false, told::add);
        Occurrence delayed = new Occurrence.Delayed("no node");

        batch.accept(delayed);

        assertEquals(List.of(delayed, delayed), told);
        assertFalse(batch.neverWas());
    }

    /** A command of the pod can write there, too: here more than any memory holds. */
    @Test
    void what_a_command_adds_to_the_reports_costs_its_own_batch_only() throws Exception {
        BatchFiles files = new BatchFiles(new StorageRoot(directory));
        Path reports = files.directory(POD).progress();
        Files.createDirectories(files.directory(POD).path());
        Files.writeString(
                reports, "freshet-batch started copy-1 1767600000\nfreshet-batch ended copy-1 1767600003 7\n");
        try (RandomAccessFile file = new RandomAccessFile(reports.toFile(), "rw")) {
            file.setLength(1L << 40);
        }
        List<Occurrence> told = new ArrayList<>();
        PodBatch batch = new PodBatch(POD, files);
        batch.join("copy-1", false, told::add);

        batch.accept(new Occurrence.Ended(new ProcessEnd.Exited(0, false), Usage.UNKNOWN, ENDED));

        Occurrence.Ended end = assertInstanceOf(Occurrence.Ended.class, told.getLast());
        assertEquals(new ProcessEnd.Exited(7, false), end.end());
    }
}
