package io.freshet.launcher.attempt;

import io.freshet.contracts.data.StorageRoot;
import io.freshet.contracts.disk.Disk;
import io.freshet.contracts.disk.DurableFiles;
import io.freshet.contracts.disk.RecordFrame;
import io.freshet.contracts.envelope.EventJson;
import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.launcher.domain.StopCause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is on record of attempts, so that a restarted launcher knows as much as the one before it, also after a power failure. A record
 * has a checksum; one that is damaged counts as missing. Thread-safe.
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
    private static final Logger LOG = LoggerFactory.getLogger(AttemptFiles.class);
    private static final String LAUNCH = "launch.json";
    private static final String FINISH = "finish.json";

    private final StorageRoot root;
    private final Path launchers;
    private final String instance;
    private final Path open;
    private final DurableFiles durable;

    /**
     * @param instance of the launcher, unique on this storage root
     * @param disk on which the records are written
     */
    public AttemptFiles(StorageRoot root, String instance, Disk disk) throws IOException {
        this.root = root;
        this.durable = new DurableFiles(disk);
        this.launchers = root.internal().resolve("launchers");
        this.instance = instance;
        this.open = launchers.resolve(instance).resolve("open");
        durable.createDirectories(open);
        durable.createDirectories(root.attempts());
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
            durable.create(open.resolve(attempt));
            durable.delete(theirs.resolve(attempt));
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
        return Files.exists(directory.resolve(LAUNCH)) || Files.exists(directory.resolve(FINISH));
    }

    boolean hasLog(String attempt) {
        return Files.exists(directory(attempt).resolve("log"));
    }

    void putOnList(String attempt) throws IOException {
        durable.create(open.resolve(attempt));
    }

    /** Puts the order on record; it is durable after {@link #syncLaunches}. */
    void recordLaunch(LaunchAttempt launch) throws IOException {
        Path directory = directory(launch.attempt());
        Files.createDirectories(directory);
        RecordFiles.create(open.resolve(launch.attempt()));
        Path aside = directory.resolve(LAUNCH + DurableFiles.ASIDE);
        durable.disk().write(aside, RecordFrame.wrap(EventJson.mapper().writeValueAsBytes(launch)));
        durable.disk().rename(aside, directory.resolve(LAUNCH));
    }

    /** Returns when these orders outlive a power failure. Those that are done with and gone need not. */
    void syncLaunches(Collection<String> attempts) throws IOException {
        List<Path> paths = new ArrayList<>();
        for (String attempt : attempts) {
            if (Files.exists(directory(attempt).resolve(LAUNCH))) {
                paths.add(directory(attempt).resolve(LAUNCH));
                paths.add(directory(attempt));
            }
        }
        if (!paths.isEmpty()) {
            paths.add(root.attempts());
            paths.add(open);
            durable.disk().sync(paths);
        }
    }

    Optional<LaunchAttempt> launch(String attempt) throws IOException {
        return read(attempt, LAUNCH, LaunchAttempt.class);
    }

    void recordStop(String attempt, StopCause cause) throws IOException {
        write(attempt, "stop", EventJson.mapper().writeValueAsBytes(cause));
    }

    Optional<StopCause> stop(String attempt) throws IOException {
        return read(attempt, "stop", StopCause.class);
    }

    /** Returns when the end is durable, whether or not the order has come to that. */
    void recordFinish(AttemptFinished finish) throws IOException {
        write(finish.attempt(), FINISH, EventJson.mapper().writeValueAsBytes(finish));
        durable.disk().sync(root.attempts());
    }

    /** Records the end of an attempt that has no other record. */
    void recordOnlyFinish(AttemptFinished finish) throws IOException {
        durable.createDirectories(directory(finish.attempt()));
        durable.create(open.resolve(finish.attempt()));
        recordFinish(finish);
    }

    Optional<AttemptFinished> finish(String attempt) throws IOException {
        return read(attempt, FINISH, AttemptFinished.class);
    }

    /** Not worth waiting for the device: if this gets lost, the same report is sent once more. */
    void recordReported(String attempt) throws IOException {
        RecordFiles.create(directory(attempt).resolve("reported"));
    }

    boolean isReported(String attempt) {
        return Files.exists(directory(attempt).resolve("reported"));
    }

    void forget(String attempt) throws IOException {
        Files.deleteIfExists(open.resolve(attempt));
    }

    private void write(String attempt, String name, byte[] content) throws IOException {
        durable.replace(directory(attempt).resolve(name), RecordFrame.wrap(content));
    }

    /** One that is damaged, or of a form that is not known here, is moved aside and counts as missing. */
    private <T> Optional<T> read(String attempt, String name, Class<T> type) throws IOException {
        Path file = directory(attempt).resolve(name);
        Optional<byte[]> framed = RecordFiles.read(file);
        if (framed.isEmpty()) {
            return Optional.empty();
        }
        Optional<T> record = RecordFrame.unwrap(framed.get()).flatMap(json -> parse(file, json, type));
        if (record.isEmpty()) {
            LOG.atError()
                    .addKeyValue("attempt", attempt)
                    .addKeyValue("file", file)
                    .log("A record of an attempt is damaged: it was moved aside and counts as missing");
            durable.disk().rename(file, file.resolveSibling(name + ".damaged"));
        }
        return record;
    }

    private static <T> Optional<T> parse(Path file, byte[] json, Class<T> type) {
        try {
            return Optional.of(EventJson.mapper().readValue(json, type));
        } catch (IOException e) {
            // From another release, as its checksum is right.
            LOG.atWarn()
                    .addKeyValue("file", file)
                    .addKeyValue("reason", e.getMessage())
                    .log("A record of an attempt has a form that is not known here");
            return Optional.empty();
        }
    }
}
