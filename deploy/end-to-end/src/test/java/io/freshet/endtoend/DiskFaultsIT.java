package io.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.embedded.DeletedTree;
import io.freshet.endtoend.installation.Installation;
import io.freshet.endtoend.installation.Part;
import io.freshet.endtoend.installation.PromiseCheck;
import io.freshet.endtoend.installation.TemporaryFileSystem;
import io.freshet.testkit.Eventually;
import io.freshet.testkit.spec.CopyBundle;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * An installation whose storage is a file system of its own, which fills up, becomes read-only in one place, loses an object, has a record
 * of a publication damaged, and whose publisher is stopped (SIGSTOP) until another one has taken over. Each time the directories show in
 * the end what the log says, without anybody's help.
 *
 * <p>Mounts, so it needs root, and is skipped without. {@code -Dfreshet.disk.rounds=N} says how often all of it happens.
 */
final class DiskFaultsIT {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final WorkflowRef WORKFLOW = WorkflowRef.parse("prod/copy");
    private static final int ROUNDS = Integer.getInteger("freshet.disk.rounds", 1);
    private static final int FILES = 3;

    @TempDir(cleanup = CleanupMode.NEVER)
    private Path directory;

    private final Map<String, String> files = new TreeMap<>();
    private Path storage;
    private TemporaryFileSystem fileSystem;
    private Installation installation;

    @BeforeEach
    void mount() throws Exception {
        storage = Files.createDirectories(directory.resolve("installation").resolve("storage"));
        fileSystem = TemporaryFileSystem.mount(storage, 64).orElse(null);
        assumeTrue(fileSystem != null, "file systems cannot be mounted here: run it as root");
    }

    @AfterEach
    void stop() throws Exception {
        if (installation != null) {
            // A stopped process cannot be waited for.
            installation.signal(Part.LAUNCHER, "CONT");
            installation.close();
        }
        if (fileSystem != null) {
            fileSystem.close();
        }
        DeletedTree.delete(directory);
    }

    @Test
    void directories_equal_the_log_after_every_fault_of_the_disk() throws Exception {
        // A stopped launcher loses its partitions after as long.
        installation = new Installation(
                storage.getParent(),
                Set.of(Part.WATCHER, Part.LAUNCHER),
                Map.of(Part.LAUNCHER, Map.of("freshet.kafka.properties.session.timeout.ms", 6_000)),
                Map.of());
        installation.startLauncher("launcher-1");
        Files.createDirectories(storage.resolve("prod").resolve("in"));
        installation.deploy("prod", CopyBundle.in(directory.resolve("bundle")));
        for (int round = 0; round < ROUNDS; round++) {
            deliver(round, "first");
            awaitShown();

            loseAnObject(round);
            fillTheDisk(round);
            makeADirectoryReadOnly(round);
            damageTheRecords(round);
            stopThePublisher(round);
        }
        installation.awaitSettled(WORKFLOW, LIMIT);
        Eventually.eventually(LIMIT, () -> assertEquals(List.of(), PromiseCheck.violations(installation)));
    }

    /** What was published of it is gone as well, so that nothing has its content any more but the watched file. */
    private void loseAnObject(int round) throws IOException {
        String name = name(round, "first", 0);
        awaitAnnounced();
        Path published = storage.resolve("prod").resolve("out").resolve(name);
        String hash = Sha256.of(published).hex();
        Files.delete(published);
        try (Stream<Path> objects = Files.walk(storage.resolve(".freshet").resolve("objects"))) {
            List<Path> lost = objects.filter(Files::isRegularFile)
                    .filter(object -> hash.endsWith(object.getFileName().toString()))
                    .toList();
            assertEquals(1, lost.size(), () -> "objects with the content of " + name);
            Files.delete(lost.getFirst());
        }
    }

    /** Changes are noticed while nothing can be written. */
    private void fillTheDisk(int round) throws Exception {
        Map<String, Path> unnoticed = writeAside(round, "unnoticed");
        Path filler = storage.resolve("filler");
        long before = refusals();
        try (OutputStream out = Files.newOutputStream(filler)) {
            byte[] block = new byte[4_096];
            while (!isFull(out, block)) {
                assertTrue(Files.size(filler) < 128L << 20, "the disk has no end");
            }
        }
        putInPlace(unnoticed);

        Eventually.eventually(LIMIT, () -> assertTrue(refusals() > before, "nobody has met the full disk"));
        Files.delete(filler);

        awaitShown();
    }

    private long refusals() throws IOException {
        String full = "No space left on device";
        return installation.logged(Part.WATCHER, full) + logged(full);
    }

    private static boolean isFull(OutputStream out, byte[] block) {
        try {
            out.write(block);
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** Mounted on itself it also is another file system than where files are made, which is the same to its publisher. */
    private void makeADirectoryReadOnly(int round) throws Exception {
        String out = storage.resolve("prod").resolve("out").toString();
        long before = logged("A dataset cannot be published now");
        assertEquals(0, run("mount", "--bind", out, out));
        assertEquals(0, run("mount", "-o", "remount,bind,ro", out));
        deliver(round, "read-only");

        Eventually.eventually(
                LIMIT,
                () -> assertTrue(
                        logged("A dataset cannot be published now") > before,
                        "no publisher has met the read-only directory"));
        assertEquals(0, run("umount", "--lazy", out));

        awaitShown();
    }

    /** Then every partition changes, so that what was on record is needed. */
    private void damageTheRecords(int round) throws IOException {
        Path records =
                storage.resolve(".freshet").resolve("published").resolve("prod").resolve("out");
        Eventually.eventually(
                LIMIT, () -> assertEquals(files.size(), written(records).size()));
        for (Path record : written(records)) {
            byte[] content = Files.readAllBytes(record);
            content[content.length / 2] ^= 0x10;
            Files.write(record, content);
        }
        for (String name : List.copyOf(files.keySet())) {
            put(name, "again in round " + round + " " + name);
        }
        awaitShown();
    }

    /** Without what a publisher is writing aside at this moment. */
    private static List<Path> written(Path records) throws IOException {
        try (Stream<Path> all = Files.list(records)) {
            return all.filter(file -> !file.endsWith("lock")
                            && !file.getFileName().toString().endsWith(".new"))
                    .toList();
        }
    }

    private void stopThePublisher(int round) throws Exception {
        installation.signal(Part.LAUNCHER, "STOP");
        deliver(round, "stopped");
        awaitShown();
        installation.signal(Part.LAUNCHER, "CONT");
        deliver(round, "continued");
        awaitShown();
    }

    private void deliver(int round, String step) throws IOException {
        putInPlace(writeAside(round, step));
    }

    /** On the same file system, so that putting it in place takes no room. */
    private Map<String, Path> writeAside(int round, String step) throws IOException {
        Path aside = Files.createDirectories(storage.resolve("aside"));
        Map<String, Path> written = new TreeMap<>();
        for (int i = 0; i < FILES; i++) {
            String name = name(round, step, i);
            files.put(name, "content of " + name);
            written.put(name, Files.writeString(aside.resolve(name), "content of " + name));
        }
        return written;
    }

    private static String name(int round, String step, int number) {
        return "%d-%s-%d.txt".formatted(round, step, number);
    }

    private void put(String name, String content) throws IOException {
        files.put(name, content);
        putInPlace(Map.of(name, Files.writeString(storage.resolve("aside").resolve(name), content)));
    }

    private void putInPlace(Map<String, Path> aside) throws IOException {
        Path in = storage.resolve("prod").resolve("in");
        for (Map.Entry<String, Path> file : aside.entrySet()) {
            Files.move(
                    file.getValue(),
                    in.resolve(file.getKey()),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Returns when every file has its copy, and nothing else is there. */
    private void awaitShown() {
        Path out = storage.resolve("prod").resolve("out");
        Eventually.eventually(LIMIT, () -> assertEquals(files, Trees.texts(out)));
    }

    /** Returns when that, too, is on record. */
    private void awaitAnnounced() throws IOException {
        installation.awaitSettled(WORKFLOW, LIMIT);
    }

    /** In both launchers' logs. */
    private long logged(String text) throws IOException {
        return installation.logged(Part.LAUNCHER, text) + installation.loggedByOthers(text);
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
    }
}
