package io.freshet.launcher.publication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.data.Manifest;
import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.data.RelativePath;
import io.freshet.contracts.event.PartitionChange;
import io.freshet.contracts.event.ProducedBy;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.launcher.dataplane.DataPlane;
import io.freshet.launcher.dataplane.FileTrees;
import io.freshet.launcher.dataplane.PublishedPartition;
import io.freshet.launcher.domain.PublicationItems;
import io.freshet.launcher.domain.PublicationQueue.Item;
import io.freshet.servicekit.disk.DurableFiles;
import io.freshet.servicekit.disk.LocalDisk;
import io.freshet.servicekit.storage.ContentStore;
import io.freshet.servicekit.storage.StorageRoot;
import io.freshet.testkit.Eventually;
import io.freshet.testkit.disk.MemoryDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

final class PublicationsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Instant NOW = Instant.parse("2026-01-05T06:00:00Z");

    @TempDir(cleanup = CleanupMode.NEVER, factory = MemoryDirectory.class)
    private Path directory;

    private final List<String> told = new CopyOnWriteArrayList<>();
    private StorageRoot root;
    private ContentStore contents;
    private DataPlane dataPlane;
    private Publications publications;

    @BeforeEach
    void setUp() throws IOException {
        root = new StorageRoot(directory);
        contents = new ContentStore(root, new DurableFiles(LocalDisk.UNSYNCED));
        dataPlane = new DataPlane(root, "launcher-0", () -> NOW, LocalDisk.UNSYNCED);
        publications = new Publications(dataPlane, new Recorded(), "log", 2, () -> 0.5);
    }

    @AfterEach
    void cleanUp() throws IOException {
        publications.close();
        FileTrees.delete(directory);
    }

    @Test
    void a_dataset_that_cannot_be_published_holds_up_no_other_and_repeats_no_event() throws IOException {
        Files.createDirectories(directory.resolve("prod"));
        Path link = Files.createSymbolicLink(directory.resolve("prod/stuck"), Path.of("elsewhere"));

        publications.add(List.of(item(0, "stuck", "1"), item(1, "free", "1")));
        awaitTold("published free");
        awaitTold("failed stuck");
        publications.add(List.of(item(2, "free", "2"), item(3, "stuck", "2")));
        Eventually.eventually(
                PATIENCE, () -> told.stream().filter("published free"::equals).count(), count -> count == 2);

        assertEquals(Map.of(0, 0L), publications.unfinished());
        assertEquals(1, publications.parkedDatasets());
        Files.delete(link);
        Eventually.eventually(PATIENCE, publications::unfinished, Map::isEmpty);
        assertEquals(
                List.of("failed stuck", "published free", "published free", "published stuck", "published stuck"),
                told.stream().sorted().toList());
        assertEquals("2", Files.readString(directory.resolve("prod/stuck/x")));
    }

    @Test
    void a_version_whose_content_is_gone_is_told_and_asked_for_and_its_successor_is_shown() throws IOException {
        Item lost = item(0, "lost", "1");
        try (var objects = Files.walk(root.internal().resolve("objects"))) {
            for (Path object : objects.filter(Files::isRegularFile).toList()) {
                Files.delete(object);
            }
        }

        publications.add(List.of(lost));
        awaitTold("recompute lost");
        Eventually.eventually(PATIENCE, publications::unfinished, Map::isEmpty);
        publications.add(List.of(item(1, "lost", "2")));
        awaitTold("published lost");

        assertTrue(told.contains("failed lost"), told::toString);
        assertEquals("2", Files.readString(directory.resolve("prod/lost/x")));
    }

    @Test
    void a_dataset_that_cannot_be_looked_at_keeps_no_other_from_being_mended_and_is_told_until_it_can()
            throws IOException {
        List<String> datasets = List.of("a", "b", "c", "stuck", "d", "e", "f");
        for (int i = 0; i < datasets.size(); i++) {
            publications.add(List.of(item(i, datasets.get(i), "content of " + i)));
            awaitTold("published " + datasets.get(i));
        }
        Eventually.eventually(PATIENCE, publications::unfinished, Map::isEmpty);
        Path stuck = directory.resolve("prod/stuck");
        Files.move(stuck, directory.resolve("prod/moved"));
        Files.createSymbolicLink(stuck, Path.of("elsewhere"));
        for (String dataset : datasets) {
            Files.deleteIfExists(directory.resolve("prod").resolve(dataset).resolve("x"));
        }

        // A record that cannot be read.
        for (String dataset : datasets) {
            Files.createDirectory(
                    root.internal().resolve("published/prod").resolve(dataset).resolve("0".repeat(32)));
        }

        try (PublicationSweep sweep = new PublicationSweep(dataPlane, publications, () -> 0.5, Duration.ZERO)) {
            sweep.turn();
            sweep.turn();

            for (int i = 0; i < datasets.size(); i++) {
                if (!datasets.get(i).equals("stuck")) {
                    Path file =
                            directory.resolve("prod").resolve(datasets.get(i)).resolve("x");
                    assertEquals("content of " + i, Files.readString(file));
                }
            }
            assertEquals(1, told.stream().filter("failed stuck"::equals).count());

            Files.delete(stuck);
            Files.move(directory.resolve("prod/moved"), stuck);
            sweep.turn();
            sweep.turn();
        }
        assertEquals(2, told.stream().filter("published stuck"::equals).count());
    }

    private void awaitTold(String what) {
        Eventually.eventually(PATIENCE, () -> told.contains(what), is -> is);
    }

    private Item item(long offset, String dataset, String content) throws IOException {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        Manifest manifest = new Manifest(
                List.of(new Manifest.Entry(new RelativePath("x"), bytes.length, contents.putObject(bytes))));
        contents.putManifest(manifest);
        return PublicationItems.of(
                dataset,
                offset,
                List.of(new PartitionChange(PartitionKey.NONE, null, manifest.version())),
                new ProducedBy(InstanceRef.parse("prod/flow/task"), "attempt", "run"));
    }

    /** Writes down what is told, by the dataset's name. */
    private final class Recorded implements PublicationReports {
        @Override
        public CompletableFuture<Void> published(PublishedPartition partition) {
            return tell("published", partition.dataset());
        }

        @Override
        public CompletableFuture<Void> failed(
                DatasetRef dataset,
                PartitionKey partition,
                @Nullable PartitionVersion version,
                ProducedBy produced,
                String message) {
            return tell("failed", dataset);
        }

        @Override
        public CompletableFuture<Void> recompute(
                DatasetRef dataset, PartitionKey partition, ProducedBy produced, String message) {
            return tell("recompute", dataset);
        }

        private CompletableFuture<Void> tell(String what, DatasetRef dataset) {
            told.add(what + " " + dataset.dataset());
            return CompletableFuture.completedFuture(null);
        }
    }
}
