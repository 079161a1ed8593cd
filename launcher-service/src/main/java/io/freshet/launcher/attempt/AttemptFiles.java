package io.freshet.launcher.attempt;

import io.freshet.contracts.data.StorageRoot;
import io.freshet.contracts.envelope.EventJson;
import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.launcher.domain.StopCause;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is on record of attempts, so that a restarted launcher knows as much as the one before it. Thread-safe.
 *
 * <pre>
 * attempts/attempt/launch.json   the order to launch it; written before anything is done for it
 * attempts/attempt/stop          why the launcher ends it; written before it does
 * attempts/attempt/finish.json   its end, as it is reported; written before it is
 * attempts/attempt/reported      the broker has the report
 * launchers/instance/open/attempt   this launcher has something left to do for it
 * </pre>
 */
public final class AttemptFiles {
    private final StorageRoot root;
    private final Path launchers;
    private final String instance;
    private final Path open;

    /**
     * @param instance of the launcher, unique on this storage root
     */
    public AttemptFiles(StorageRoot root, String instance) throws IOException {
        this.root = root;
        this.launchers = root.internal().resolve("launchers");
        this.instance = instance;
        this.open = launchers.resolve(instance).resolve("open");
        Files.createDirectories(open);
        Files.createDirectories(root.attempts());
    }

    public Path directory(String attempt) {
        return root.attempt(attempt);
    }

    /** Attempts of this launcher that are not forgotten. */
    List<String> open() throws IOException {
        return RecordFiles.names(open);
    }

    /** The other launchers on this storage root that have attempts which are not forgotten, whether they run or not. */
    List<String> others() throws IOException {
        try (Stream<Path> directories = Files.list(launchers)) {
            return directories
                    .filter(directory -> !directory.getFileName().toString().equals(instance))
                    .filter(directory -> hasEntries(directory.resolve("open")))
                    .map(directory -> directory.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    /** Puts the attempts of another launcher on our list, and takes them off its own. Whoever calls holds the other's lock. */
    List<String> inherit(String other) throws IOException {
        Path theirs = launchers.resolve(other).resolve("open");
        List<String> attempts = RecordFiles.names(theirs);
        for (String attempt : attempts) {
            remember(attempt);
            Files.deleteIfExists(theirs.resolve(attempt));
        }
        return attempts;
    }

    private static boolean hasEntries(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.findAny().isPresent();
        } catch (IOException e) {
            // A script lies there too, and a launcher that has just come has no list yet.
            return false;
        }
    }

    /** Whether any launcher has the attempt on its list. If that cannot be read it may be. */
    boolean isOpenAnywhere(String attempt) {
        try (Stream<Path> directories = Files.list(launchers)) {
            return directories.anyMatch(
                    directory -> Files.exists(directory.resolve("open").resolve(attempt)));
        } catch (IOException e) {
            return true;
        }
    }

    /** Whether anything that counts is on record of it. */
    boolean isKnown(String attempt) {
        Path directory = directory(attempt);
        return Files.exists(directory.resolve("launch.json")) || Files.exists(directory.resolve("finish.json"));
    }

    boolean hasLog(String attempt) {
        return Files.exists(directory(attempt).resolve("log"));
    }

    void recordLaunch(LaunchAttempt launch) throws IOException {
        Files.createDirectories(directory(launch.attempt()));
        remember(launch.attempt());
        write(launch.attempt(), "launch.json", EventJson.mapper().writeValueAsBytes(launch));
    }

    /** Returns when the order is on the disk, and not only in the machine's memory. */
    void syncLaunch(String attempt) throws IOException {
        try (FileChannel file = FileChannel.open(directory(attempt).resolve("launch.json"), StandardOpenOption.READ)) {
            file.force(true);
        }
    }

    Optional<LaunchAttempt> launch(String attempt) throws IOException {
        return read(attempt, "launch.json", LaunchAttempt.class);
    }

    void recordStop(String attempt, StopCause cause) throws IOException {
        write(attempt, "stop", EventJson.mapper().writeValueAsBytes(cause));
    }

    Optional<StopCause> stop(String attempt) throws IOException {
        return read(attempt, "stop", StopCause.class);
    }

    void recordFinish(AttemptFinished finish) throws IOException {
        write(finish.attempt(), "finish.json", EventJson.mapper().writeValueAsBytes(finish));
    }

    /** Records the end of an attempt that has no other record. */
    void recordOnlyFinish(AttemptFinished finish) throws IOException {
        Files.createDirectories(directory(finish.attempt()));
        remember(finish.attempt());
        recordFinish(finish);
    }

    Optional<AttemptFinished> finish(String attempt) throws IOException {
        return read(attempt, "finish.json", AttemptFinished.class);
    }

    void recordReported(String attempt) throws IOException {
        RecordFiles.create(directory(attempt).resolve("reported"));
    }

    boolean isReported(String attempt) {
        return Files.exists(directory(attempt).resolve("reported"));
    }

    void forget(String attempt) throws IOException {
        Files.deleteIfExists(open.resolve(attempt));
    }

    private void remember(String attempt) throws IOException {
        RecordFiles.create(open.resolve(attempt));
    }

    private void write(String attempt, String name, byte[] content) throws IOException {
        RecordFiles.replace(directory(attempt).resolve(name), content);
    }

    private <T> Optional<T> read(String attempt, String name, Class<T> type) throws IOException {
        Optional<byte[]> content = RecordFiles.read(directory(attempt).resolve(name));
        return content.isEmpty()
                ? Optional.empty()
                : Optional.of(EventJson.mapper().readValue(content.get(), type));
    }
}
