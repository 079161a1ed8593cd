package io.freshet.launcher.dataplane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.AttemptSpec;
import io.freshet.contracts.event.Outcome.OutputPartition;
import io.freshet.servicekit.disk.FreeSpace;
import io.freshet.servicekit.disk.OutOfSpaceException;
import io.freshet.servicekit.posix.OpenFile;
import io.freshet.testkit.disk.MemoryDirectory;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What people do to a published directory is noticed, mended, and costs them nothing of their own. */
final class PublishedDirectoryTest {
    private static final String FILE = "north/2026-01-05/x.csv";
    private static final Map<String, String> FILES = Map.of(FILE, "x\n", "north/2026-01-05/y.csv", "y\n");

    @TempDir(cleanup = CleanupMode.NEVER, factory = MemoryDirectory.class)
    private Path directory;

    private Sample sample;
    private DataPlane dataPlane;
    private Path file;

    @BeforeEach
    void setUp() throws IOException {
        sample = new Sample(directory.resolve("root"));
        dataPlane = sample.dataPlane();
        file = sample.root.dataset(Sample.CLEAN, "clean").resolve(FILE);
    }

    @AfterEach
    void cleanUp() throws IOException {
        FileTrees.delete(directory);
    }

    @Test
    void a_file_that_was_removed_comes_back() throws IOException {
        OutputPartition output = publish();
        Files.delete(file);

        PublishResult result = dataPlane.verify(output);

        assertEquals(1, result.healed().size());
        assertEquals(FILES, sample.published());
        assertEquals(0, dataPlane.verify(output).healed().size());
    }

    @Test
    void a_file_that_was_replaced_comes_back_and_the_other_is_kept() throws IOException {
        OutputPartition output = publish();
        Files.delete(file);
        Files.writeString(file, "mine\n");

        dataPlane.verify(output);

        assertEquals(FILES, sample.published());
        try (Stream<Path> kept = Files.list(sample.root.damaged())) {
            assertEquals("mine\n", Files.readString(kept.findFirst().orElseThrow()));
        }
    }

    @Test
    void a_file_that_was_edited_in_place_is_to_be_made_again_and_is_shown_when_it_was() throws IOException {
        OutputPartition output = publish();
        edit(file, "x, and more\n");

        PublishResult damaged = dataPlane.verify(output);

        assertEquals(1, damaged.missing().size());
        assertTrue(damaged.missing().getFirst().message().contains(FILE));
        assertFalse(dataPlane
                .published(Sample.CLEAN, Sample.PARTITION)
                .orElseThrow()
                .complete());

        stage("attempt-2");
        PublishResult healed = dataPlane.verify(output);

        assertEquals(1, healed.completed().size());
        assertEquals(FILES, sample.published());
    }

    @Test
    void an_edit_that_hides_behind_the_old_size_and_time_is_found_by_a_sample() throws IOException {
        OutputPartition output = publish();
        FileTime time = Files.getLastModifiedTime(file);
        edit(file, "z\n");
        Files.setLastModifiedTime(file, time);
        assertEquals(0, dataPlane.verify(output).missing().size());
        PublishedPartition record =
                dataPlane.published(Sample.CLEAN, Sample.PARTITION).orElseThrow();

        dataPlane.sample(record, 0, 1_000);

        assertEquals(1, dataPlane.verify(record).missing().size());
    }

    @Test
    void somebodys_own_file_in_the_way_is_kept_beside() throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "precious\n");

        publish();

        assertEquals("x\n", Files.readString(file));
        assertEquals("precious\n", Files.readString(file.resolveSibling("x.csv.before-freshet-1")));
    }

    @Test
    void a_damaged_record_costs_neither_the_directory_nor_what_people_have_there() throws IOException {
        OutputPartition output = publish();
        Path own = Files.writeString(file.resolveSibling("own.csv"), "own\n");
        try (Stream<Path> records = Files.walk(sample.root.internal().resolve("published"))) {
            for (Path record : records.filter(
                            each -> each.getFileName().toString().length() == 32)
                    .toList()) {
                Files.write(record, new byte[0]);
            }
        }

        Sample.publish(dataPlane, output.version(), null);

        assertEquals(Map.of("north/2026-01-05/own.csv", "own\n"), sample.published());
        assertTrue(Files.exists(own));
    }

    @Test
    void a_content_that_the_store_has_lost_is_taken_from_the_directory() throws IOException {
        OutputPartition output = publish();
        Fingerprint content = Sha256.of("x\n");
        Files.delete(sample.root.object(content));

        PublishResult result = dataPlane.verify(output);

        assertEquals(0, result.missing().size());
        assertEquals(content, Sha256.of(sample.root.object(content)));
    }

    @Test
    void code_that_was_changed_is_not_run() throws IOException {
        AttemptSpec work = sample.work(sample.deliver(Map.of("a.csv", "1\n")));
        edit(sample.root.object(Sha256.of("echo")), "evil");

        ViewResult view = dataPlane.prepare("attempt-1", work, Owner.OURSELVES);

        assertTrue(assertInstanceOf(ViewResult.Damaged.class, view).message().contains("deploy the workflow again"));
    }

    @Test
    void holes_of_a_watched_file_are_not_written_out() throws IOException {
        Path sparse = directory.resolve("sparse");
        long bytes = 20_000_000;
        for (long position : new long[] {5, bytes - 1}) {
            Files.deleteIfExists(sparse);
            try (FileChannel channel = FileChannel.open(sparse, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(new byte[] {'x'}), position);
                channel.write(ByteBuffer.allocate(1), bytes);
            }
            Fingerprint content = Sha256.of(sparse);

            try (OpenFile file = OpenFile.find(sparse)) {
                assertTrue(sample.objects().copy(file, content));
            }

            Path object = sample.root.object(content);
            assertEquals(content, Sha256.of(object));
            assertEquals(bytes + 1, Files.size(object));
            assertTrue(allocated(object) < 2_000_000, () -> "it takes more than it has");
            Path copy = directory.resolve("copy-" + position);
            sample.objects().placeCopy(object, copy);
            assertEquals(content, Sha256.of(copy));
            assertEquals(Files.getPosixFilePermissions(object), Files.getPosixFilePermissions(copy));
            assertEquals(Files.getLastModifiedTime(object), Files.getLastModifiedTime(copy));
            assertTrue(allocated(copy) < 2_000_000, () -> "a task's copy takes more than it has");
        }
    }

    @Test
    void copies_nothing_for_which_there_is_no_room() throws IOException {
        Path file = Files.write(directory.resolve("file"), new byte[] {'x'});
        Fingerprint content = Sha256.of("x");
        Path object = sample.root.object(content);
        try (OpenFile open = OpenFile.find(file)) {
            assertTrue(sample.objects().copy(open, content));
        }
        ObjectStore full = sample.objects(new FreeSpace(FreeSpace.FileSystems.LOCAL, Long.MAX_VALUE));
        Path target = directory.resolve("target");

        assertThrows(OutOfSpaceException.class, () -> full.placeCopy(object, target));
        assertThrows(OutOfSpaceException.class, () -> full.placeVerified(content, target));
        try (OpenFile open = OpenFile.find(file)) {
            assertThrows(OutOfSpaceException.class, () -> full.copy(open, content));
            assertThrows(OutOfSpaceException.class, () -> full.copyAside(open, target));
        }
        assertTrue(Files.notExists(target));
    }

    @Test
    void ends_a_copy_when_others_have_filled_the_disk_and_leaves_nothing_of_it() throws IOException {
        Path large = directory.resolve("large");
        Files.write(large, new byte[] {'x'});
        byte[] chunk = new byte[1 << 20];
        Arrays.fill(chunk, (byte) 'x');
        try (OutputStream out = Files.newOutputStream(large)) {
            for (long bytes = 0; bytes <= FreeSpace.ASK_EVERY; bytes += chunk.length) {
                out.write(chunk);
            }
        }
        Path target = directory.resolve("target");

        assertThrows(OutOfSpaceException.class, () -> filledMeanwhile().placeCopy(large, target));
        assertTrue(Files.notExists(target));
        try (OpenFile open = OpenFile.find(large)) {
            assertThrows(OutOfSpaceException.class, () -> filledMeanwhile().copyAside(open, target));
        }
        assertTrue(Files.notExists(target));
    }

    /** On a disk that has room when it is asked for the first time, and none afterwards. */
    private ObjectStore filledMeanwhile() throws IOException {
        AtomicLong usable = new AtomicLong(FreeSpace.ASK_EVERY * 10);
        return sample.objects(new FreeSpace(
                new FreeSpace.FileSystems() {
                    @Override
                    public long totalBytes(Path path) {
                        return FreeSpace.ASK_EVERY * 100;
                    }

                    @Override
                    public long usableBytes(Path path) {
                        return usable.getAndSet(0);
                    }
                },
                1L));
    }

    /** How much a file takes, in bytes: what has no blocks is not there. */
    private static long allocated(Path file) throws IOException {
        Process du = new ProcessBuilder("du", "-k", file.toString()).start();
        String text = new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return Long.parseLong(text.substring(0, text.indexOf('\t'))) * 1024;
    }

    @Test
    void a_damaged_record_of_an_action_is_done_again() throws IOException {
        AttemptSpec work = sample.work(sample.deliver(Map.of("a.csv", "1\n")));
        stage("attempt-1");
        Files.write(sample.root.action("prod", work.actionKey()), new byte[0]);

        assertEquals(Optional.empty(), dataPlane.lookUp(work));
        assertInstanceOf(ViewResult.Ready.class, dataPlane.prepare("attempt-2", work, Owner.OURSELVES));
    }

    private OutputPartition publish() throws IOException {
        PartitionVersion version = stage("attempt-1");
        for (PublishedPartition each : Sample.publish(dataPlane, null, version).completed()) {
            dataPlane.announced(List.of(each));
        }
        return new OutputPartition(Sample.CLEAN, Sample.PARTITION, version);
    }

    private PartitionVersion stage(String attempt) throws IOException {
        AttemptSpec work = sample.work(sample.deliver(Map.of("a.csv", "1\n")));
        AttemptView view = assertInstanceOf(ViewResult.Ready.class, dataPlane.prepare(attempt, work, Owner.OURSELVES))
                .view();
        Sample.write(view, FILES);
        return assertInstanceOf(StageResult.Staged.class, dataPlane.stage(attempt, work, view))
                .result()
                .outputs()
                .getFirst()
                .version();
    }

    private static void edit(Path file, String content) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        Files.writeString(file, content, StandardOpenOption.TRUNCATE_EXISTING);
    }
}
