package io.freshet.launcher.dataplane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.Manifest;
import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.data.RelativePath;
import io.freshet.contracts.event.Batch;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.event.PartitionChange;
import io.freshet.contracts.event.ProducedBy;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.servicekit.disk.Disk;
import io.freshet.servicekit.disk.DurableFiles;
import io.freshet.servicekit.disk.FreeSpace;
import io.freshet.servicekit.disk.LocalDisk;
import io.freshet.servicekit.storage.ContentStore;
import io.freshet.servicekit.storage.StorageRoot;
import io.freshet.testkit.disk.MemoryDirectory;
import io.freshet.testkit.disk.SimulatedDisk;
import io.freshet.testkit.disk.Survival;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random logs of accepted versions, whose files turn into directories and back and whose path moves, published by two publishers that fail,
 * die and lose power at any operation, and of which one is overtaken at any operation. In the end the directories show what the log says
 * and what people had there of their own, and each version was told at most once and never before its last byte.
 */
final class PublisherPropertyTest {
    private static final int STORIES = Integer.getInteger("freshet.test.publisher-stories", 150);
    private static final DatasetRef DATASET = DatasetRef.parse("prod/clean");
    private static final InstanceRef INSTANCE = InstanceRef.parse("prod/flow/clean");
    private static final List<String> NAMES = List.of("data", "data/part-1", "data/part-2", "data/deep/x", "b", "c");
    private static final Instant NOW = Instant.parse("2026-01-05T06:00:00Z");

    @TempDir(cleanup = CleanupMode.NEVER, factory = MemoryDirectory.class)
    private Path directory;

    private static final class Died extends Error {
        private static final long serialVersionUID = 1L;
    }

    @AfterEach
    void cleanUp() throws IOException {
        FileTrees.delete(directory);
    }

    @Test
    void directories_end_as_the_log_says_whatever_fails() throws Exception {
        for (int seed = 0; seed < STORIES; seed++) {
            Path root = Files.createDirectories(directory.resolve("story-" + seed));
            new Story(root, seed).play();
            FileTrees.delete(root);
        }
    }

    @Test
    void a_paused_twin_does_not_overwrite_what_is_newer_wherever_it_is_paused() throws Exception {
        int operations = 0;
        // The first time without a pause, to count them.
        for (int pause = 0; pause <= operations; pause++) {
            Path root = Files.createDirectories(directory.resolve("pause-" + pause));
            Story story = new Story(root, 7);
            List<FileChanges> log = List.of(
                    story.change("clean", Map.of("a", "1", "same", "s")),
                    story.change("clean", Map.of("b1", "1", "b2", "2", "same", "s")),
                    story.change("clean", Map.of("c", "1", "same", "s")));
            story.publisher(LocalDisk.UNSYNCED, "first").publish(log.get(0), Sample.position(0));
            int count = story.publishPaused(log, pause);
            operations = pause == 0 ? count : operations;
            assertEquals(Map.of("clean/c", "1", "clean/same", "s"), story.shown(), "paused at operation " + pause);
            FileTrees.delete(root);
        }
        assertTrue(operations > 5, operations + " operations");
    }

    /** One log, and what becomes of it. */
    private static final class Story {
        private final StorageRoot root;
        private final Random random;
        private final ContentStore contents;
        private final Map<String, String> people = new TreeMap<>();
        private final Map<Fingerprint, Map<String, String>> versions = new TreeMap<>();
        private final List<LogPosition> told = new ArrayList<>();

        Story(Path directory, long seed) {
            this.root = new StorageRoot(directory);
            this.random = new Random(seed);
            this.contents = new ContentStore(root, new DurableFiles(LocalDisk.UNSYNCED));
        }

        void play() throws IOException {
            List<FileChanges> log = new ArrayList<>();
            String path = "clean";
            int length = 2 + random.nextInt(4);
            for (int i = 0; i < length; i++) {
                if (random.nextInt(8) == 0) {
                    log.add(changes(path, null));
                } else {
                    path = random.nextInt(5) == 0 ? "moved" : path;
                    log.add(change(path, files()));
                }
            }
            if (random.nextInt(3) == 0) {
                own("clean/" + NAMES.get(random.nextInt(NAMES.size())));
            }
            int next = 0;
            int misfortunes = 0;
            for (int tries = 0; next < log.size(); tries++) {
                // Most of the misfortune comes first, so that every story ends.
                int fatal = tries < 12 ? 1 + random.nextInt(60) : Integer.MAX_VALUE;
                next = publishFrom(log, next, fatal, random.nextInt(3));
                misfortunes += tries < 12 ? 1 : 0;
                if (random.nextInt(4) == 0 && next > 0) {
                    // The group's offset was not committed.
                    next -= 1;
                }
            }
            assertEquals(expected(log.getLast()), shown());
            assertTrue(told.contains(Sample.position(log.size() - 1)), "the last version was not told");
            // Who dies between telling and noting it tells again.
            long repeated = told.size() - told.stream().distinct().count();
            assertTrue(repeated <= misfortunes, repeated + " told again in " + misfortunes + " misfortunes");
        }

        /** Publishes until something happens before an operation; returns how far it came. */
        private int publishFrom(List<FileChanges> log, int from, int fatal, int misfortune) throws IOException {
            int[] operations = {0};
            int next = from;
            try (SimulatedDisk disk = new SimulatedDisk(root.root(), (operation, path) -> {
                operations[0]++;
                if (operations[0] == fatal && misfortune == 0) {
                    throw new IOException("No space left on device");
                }
                if (operations[0] >= fatal && misfortune > 0) {
                    throw new Died();
                }
            })) {
                try {
                    Publisher publisher = publisher(disk, random.nextBoolean() ? "first" : "second");
                    while (next < log.size()) {
                        LogPosition position = Sample.position(next);
                        PublishResult result = publisher.publish(log.get(next), position);
                        assertEquals(List.of(), result.missing());
                        for (PublishedPartition completed : result.completed()) {
                            assertEquals(expected(log.get(next)), shown());
                            told.add(completed.position());
                        }
                        publisher.announced(result.completed());
                        next++;
                    }
                } catch (IOException | Died e) {
                    assertTrue(operations[0] >= fatal, e::toString);
                }
                if (misfortune == 2 && operations[0] >= fatal) {
                    disk.losePower(Survival.random(random));
                }
            }
            return next;
        }

        /** The second change is paused before an operation until another publisher has tried to publish all; returns how many there are. */
        int publishPaused(List<FileChanges> log, int pause) throws Exception {
            Semaphore paused = new Semaphore(0);
            Semaphore goOn = new Semaphore(0);
            // What it does before it begins does not count.
            int[] operations = {Integer.MIN_VALUE};
            Disk disk = new SimulatedDisk(root.root(), (operation, path) -> {
                operations[0]++;
                if (operations[0] == pause) {
                    paused.release();
                    goOn.acquireUninterruptibly();
                }
            });
            Publisher twin = publisher(disk, "twin");
            operations[0] = 0;
            Thread thread = Thread.ofPlatform().start(() -> {
                try {
                    twin.publish(log.get(1), Sample.position(1));
                } catch (IOException e) {
                    // Overtaken: what is on record is newer, and it does not try again.
                } finally {
                    paused.release();
                }
            });
            paused.acquire();
            Publisher other = publisher(LocalDisk.UNSYNCED, "other");
            boolean isDone = tryAll(other, log);
            goOn.release();
            thread.join();
            if (!isDone) {
                assertTrue(tryAll(other, log));
            }
            // The twin's record is read again as well.
            twin.publish(log.get(1), Sample.position(1));
            return operations[0];
        }

        private static boolean tryAll(Publisher publisher, List<FileChanges> log) throws IOException {
            try {
                publisher.publish(log.get(1), Sample.position(1));
                publisher.publish(log.get(2), Sample.position(2));
                return true;
            } catch (DatasetBusyException e) {
                return false;
            }
        }

        Publisher publisher(Disk disk, String launcher) throws IOException {
            DurableFiles files = new DurableFiles(disk);
            ObjectStore objects = new ObjectStore(root, launcher, files, FreeSpace.withoutReserve(), CrashPoints.NONE);
            PublicationRecords records = new PublicationRecords(root, files);
            return new Publisher(records, new Projection(root, new ContentStore(root, files), objects, files, records));
        }

        /** A file of somebody's own, where one of ours may come. */
        private void own(String path) throws IOException {
            Path file = root.root().resolve("prod").resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "own");
            people.put(path, "own");
        }

        private Map<String, String> files() {
            Map<String, String> files = new TreeMap<>();
            for (String name : NAMES) {
                boolean collides = files.keySet().stream().anyMatch(other -> name.startsWith(other + "/"));
                if (!collides && random.nextInt(3) > 0) {
                    files.put(name, name + random.nextInt(2));
                }
            }
            if (files.isEmpty()) {
                files.put("b", "b");
            }
            return files;
        }

        FileChanges change(String path, Map<String, String> files) throws IOException {
            List<Manifest.Entry> entries = new ArrayList<>();
            for (Map.Entry<String, String> file : files.entrySet()) {
                byte[] content = file.getValue().getBytes(StandardCharsets.UTF_8);
                entries.add(new Manifest.Entry(
                        new RelativePath(file.getKey()), content.length, contents.putObject(content)));
            }
            Manifest manifest = new Manifest(entries);
            contents.putManifest(manifest);
            versions.put(manifest.fingerprint(), files);
            return changes(path, manifest.version());
        }

        private static FileChanges changes(String path, @Nullable PartitionVersion after) {
            return new FileChanges(
                    DATASET,
                    path,
                    "**",
                    new Cause("cause", Cause.Kind.FILES_CHANGED, NOW, "a test"),
                    Batch.single("batch"),
                    List.of(new PartitionChange(PartitionKey.NONE, null, after)),
                    new ProducedBy(INSTANCE, "attempt", "run"),
                    NOW);
        }

        private Map<String, String> expected(FileChanges change) {
            Map<String, String> expected = new TreeMap<>();
            PartitionVersion after = change.changes().getFirst().after();
            if (after != null) {
                versions.get(after.fingerprint())
                        .forEach((name, content) -> expected.put(change.path() + "/" + name, content));
            }
            return expected;
        }

        /** What directories show, without what people have there; of that, it is asserted that it is somewhere. */
        Map<String, String> shown() throws IOException {
            Map<String, String> shown = new TreeMap<>();
            int[] own = {0};
            Path namespace = root.root().resolve("prod");
            if (!Files.exists(namespace)) {
                return shown;
            }
            Files.walkFileTree(namespace, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    String content = Files.readString(file);
                    if (content.equals("own")) {
                        own[0]++;
                    } else {
                        shown.put(namespace.relativize(file).toString(), content);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
            assertEquals(people.size(), own[0], "what people have of their own");
            return shown;
        }
    }
}
