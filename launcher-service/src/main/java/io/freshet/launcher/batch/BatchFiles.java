package io.freshet.launcher.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.launcher.attempt.RecordFiles;
import io.freshet.launcher.dataplane.FileTrees;
import io.freshet.launcher.dataplane.Owner;
import io.freshet.servicekit.disk.DurableBatch;
import io.freshet.servicekit.disk.DurableFiles;
import io.freshet.servicekit.disk.LocalDisk;
import io.freshet.servicekit.storage.StorageRoot;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is on record of batches, so that any launcher can go on with one; see {@link BatchDirectory}. Everything may be repeated. */
public record BatchFiles(StorageRoot root) {
    private static final DurableFiles DURABLE = new DurableFiles(LocalDisk.SYNCED);
    private static final String WORKER = "/io/freshet/launcher/batch.sh";
    /** Five times what a thousand attempts report. The commands of a pod can write there without end. */
    static final int MOST_REPORT_BYTES = 1024 * 1024;

    public BatchDirectory directory(String pod) {
        return new BatchDirectory(root.attempt(pod));
    }

    /** Writes everything that the pod needs, and then down to whom each attempt was given. */
    public void write(String pod, List<BatchMember> members, Owner owner) throws IOException {
        BatchDirectory directory = directory(pod);
        byte[] list = members.stream()
                .map(member -> member.attempt() + '\n')
                .collect(Collectors.joining())
                .getBytes(UTF_8);
        DURABLE.createDirectories(batches());
        DURABLE.replace(batches().resolve(pod), list);
        Files.createDirectories(directory.stops());
        DurableBatch files = new DurableBatch(DURABLE);
        try (InputStream worker = Objects.requireNonNull(BatchFiles.class.getResourceAsStream(WORKER))) {
            readable(directory.worker(), worker.readAllBytes(), files);
        }
        for (BatchMember member : members) {
            readable(
                    directory.order(member.attempt()),
                    BatchPods.order(member, members).getBytes(UTF_8),
                    files);
            theirs(member.view().log(), owner);
        }
        readable(directory.list(), list, files);
        files.commit();
        theirs(directory.progress(), owner);
        for (Path shown : List.of(directory.orders(), directory.stops())) {
            Files.setPosixFilePermissions(shown, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        DurableBatch records = new DurableBatch(DURABLE);
        for (BatchMember member : members) {
            write(record(member.attempt()), pod.getBytes(UTF_8), records);
        }
        records.commit();
    }

    /** Writes down that a pod of this name may be made for the attempt. */
    void give(String attempt, String pod) throws IOException {
        DURABLE.replace(record(attempt), pod.getBytes(UTF_8));
    }

    /** To which pod the attempt was given; empty if to none. */
    Optional<String> podOf(String attempt) throws IOException {
        return text(record(attempt));
    }

    /** Takes an attempt from a pod that does not exist; should the pod come into being yet, it leaves the attempt alone. */
    public void takeBack(String attempt, String pod) throws IOException {
        Files.deleteIfExists(directory(pod).order(attempt));
        forget(attempt);
    }

    /** The attempt has nothing to do with any pod any more. */
    void forget(String attempt) throws IOException {
        Files.deleteIfExists(record(attempt));
    }

    /** The attempts that the pod was made for, in their order; empty if it is not the pod of a batch. */
    List<String> members(String pod) throws IOException {
        return text(batches().resolve(pod)).map(list -> list.lines().toList()).orElse(List.of());
    }

    /** Whether the pod has an attempt that is not released. */
    boolean isNeeded(String pod, String except) throws IOException {
        for (String member : members(pod)) {
            if (!member.equals(except) && podOf(member).equals(Optional.of(pod))) {
                return true;
            }
        }
        return false;
    }

    public void stop(String pod, String attempt) throws IOException {
        Files.createDirectories(directory(pod).stops());
        RecordFiles.create(directory(pod).stops().resolve(attempt));
    }

    boolean isStopped(String pod, String attempt) {
        return Files.exists(directory(pod).stops().resolve(attempt));
    }

    /** How many bytes the cluster has passed on. */
    long reported(String pod) throws IOException {
        Path log = directory(pod).log();
        return Files.exists(log) ? Files.size(log) : 0;
    }

    /**
     * How far the pod is with its attempts.
     *
     * @param all whether to read also what the cluster has not passed on
     */
    Map<String, MemberProgress> turns(String pod, boolean all) throws IOException {
        Map<String, MemberProgress> turns =
                new HashMap<>(ProgressParser.read(reports(directory(pod).log())));
        if (all) {
            // The pod writes there first, so it has what the cluster has, and more.
            turns.putAll(ProgressParser.read(reports(directory(pod).progress())));
        }
        return turns;
    }

    /** How long the log of an attempt is. Opening the file makes sure that we see it as the pod has left it. */
    long logBytes(String attempt) throws IOException {
        try (FileChannel log = FileChannel.open(root.attempt(attempt).resolve("log"), StandardOpenOption.READ)) {
            return log.size();
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    /** The pods of batches that are on record, of all launchers. */
    List<String> known() throws IOException {
        return Files.exists(batches()) ? RecordFiles.names(batches()) : List.of();
    }

    /** Removes everything that is on record of a batch, its name last. */
    void delete(String pod) throws IOException {
        FileTrees.delete(directory(pod).path());
        Files.deleteIfExists(batches().resolve(pod));
    }

    private Path batches() {
        return root.internal().resolve("batches");
    }

    private Path record(String attempt) {
        return root.attempt(attempt).resolve("pod");
    }

    private static void theirs(Path file, Owner owner) throws IOException {
        RecordFiles.create(file);
        owner.take(file);
    }

    private static void readable(Path file, byte[] content, DurableBatch batch) throws IOException {
        Path aside = write(file, content, batch);
        Files.setPosixFilePermissions(aside, PosixFilePermissions.fromString("rw-r--r--"));
    }

    private static Path write(Path file, byte[] content, DurableBatch batch) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + DurableFiles.ASIDE);
        DURABLE.disk().write(aside, content);
        batch.rename(aside, file);
        return aside;
    }

    private static String reports(Path file) throws IOException {
        return new String(RecordFiles.read(file, MOST_REPORT_BYTES).orElse(new byte[0]), UTF_8);
    }

    private static Optional<String> text(Path file) throws IOException {
        return RecordFiles.read(file).map(content -> new String(content, UTF_8));
    }
}
