package io.freshet.launcher.attempt;

import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.launcher.domain.StopCause;
import io.freshet.launcher.journal.Journal;
import io.freshet.launcher.journal.JournalEntry;
import io.freshet.servicekit.disk.Disk;
import io.freshet.servicekit.disk.DurableFiles;
import io.freshet.servicekit.storage.StorageRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is on record of attempts, so that a restarted launcher knows as much as the one before it, also after a power failure. Whoever makes
 * one holds the launcher's lock. Thread-safe.
 *
 * <pre>
 * launchers/instance/journal/       see {@link Journal}
 * launchers/instance/cancel/attempt another launcher asks for the end of this launcher's attempt
 * attempts/attempt/                 what the executor keeps of it, with its log
 * </pre>
 */
public final class AttemptRecords {
    private static final Logger LOG = LoggerFactory.getLogger(AttemptRecords.class);

    private final StorageRoot root;
    private final Path launchers;
    private final String instance;
    private final DurableFiles durable;
    private final Journal journal;
    private final OtherLaunchers others;

    /**
     * @param instance of the launcher, unique on this storage root
     * @param disk on which the records are written
     */
    public AttemptRecords(StorageRoot root, String instance, Disk disk) throws IOException {
        this.root = root;
        this.instance = instance;
        this.durable = new DurableFiles(disk);
        this.launchers = root.internal().resolve("launchers");
        durable.createDirectories(root.attempts());
        durable.createDirectories(cancellations(instance));
        this.journal = Journal.open(OtherLaunchers.journal(launchers, instance), disk);
        this.others = new OtherLaunchers(launchers, instance);
    }

    private Path cancellations(String launcher) {
        return launchers.resolve(launcher).resolve("cancel");
    }

    public Path directory(String attempt) {
        return root.attempt(attempt);
    }

    /** Makes the attempt's directory, unless it is there. */
    void createDirectory(String attempt) throws IOException {
        Files.createDirectories(directory(attempt));
    }

    /** Attempts of this launcher that are not closed. */
    List<String> open() {
        return journal.open();
    }

    /** The other launchers on this storage root that have attempts which are not closed, whether they run or not. */
    List<String> others() throws IOException {
        return others.withOpenAttempts();
    }

    /** Puts the open attempts of another launcher into our journal, and then says so in its own. Whoever calls holds the other's lock. */
    List<String> inherit(String other) throws IOException {
        Journal theirs = Journal.open(OtherLaunchers.journal(launchers, other), durable.disk());
        List<String> attempts = new ArrayList<>();
        for (String attempt : theirs.open()) {
            if (copy(theirs, attempt)) {
                attempts.add(attempt);
            } else {
                LOG.atError()
                        .addKeyValue("attempt", attempt)
                        .addKeyValue("launcher", other)
                        .log("The records of an attempt of a launcher that is gone are damaged; it is not taken over");
            }
        }
        journal.sync();
        for (String attempt : attempts) {
            theirs.append(new JournalEntry.HandedOver(attempt));
        }
        theirs.sync();
        return attempts;
    }

    /** Whether there was anything that could be read. */
    private boolean copy(Journal theirs, String attempt) throws IOException {
        Optional<LaunchAttempt> launch = theirs.launch(attempt);
        Optional<AttemptFinished> finish = theirs.finish(attempt);
        if (launch.isPresent()) {
            journal.append(new JournalEntry.Launched(launch.get()));
        }
        if (finish.isPresent()) {
            journal.append(new JournalEntry.Finished(finish.get()));
        }
        Optional<StopCause> stop = theirs.stop(attempt);
        if (stop.isPresent()) {
            journal.append(new JournalEntry.Stopped(attempt, stop.get()));
        }
        if (theirs.isReported(attempt)) {
            journal.append(new JournalEntry.Reported(attempt));
        }
        return launch.isPresent() || finish.isPresent();
    }

    /** Whether this launcher has the attempt and is not done with it. */
    boolean isOurs(String attempt) {
        return journal.isOpen(attempt);
    }

    /** Whether any launcher has the attempt and is not done with it. If that cannot be read it may be. */
    boolean isOpenAnywhere(String attempt) {
        try {
            return journal.isOpen(attempt) || others.ownerOf(attempt).isPresent();
        } catch (IOException e) {
            LOG.atWarn()
                    .addKeyValue("attempt", attempt)
                    .setCause(e)
                    .log("The journal of a launcher cannot be read now");
            return true;
        }
    }

    /** Whether any launcher has its order, or its end, on record. */
    boolean isKnown(String attempt) throws IOException {
        return journal.isKnown(attempt) || others.isKnown(attempt);
    }

    boolean hasLog(String attempt) {
        return Files.exists(directory(attempt).resolve("log"));
    }

    /** Puts the order on record; it is durable after {@link #sync}. */
    void recordLaunch(LaunchAttempt launch) throws IOException {
        journal.append(new JournalEntry.Launched(launch));
    }

    /** Returns when everything that was put on record outlives a power failure. */
    void sync() throws IOException {
        journal.sync();
    }

    Optional<LaunchAttempt> launch(String attempt) throws IOException {
        Optional<LaunchAttempt> launch = journal.launch(attempt);
        return launch.isPresent() ? launch : others.launch(attempt);
    }

    void recordStop(String attempt, StopCause cause) throws IOException {
        journal.append(new JournalEntry.Stopped(attempt, cause));
        journal.sync();
    }

    /**
     * Asks the launcher that has an attempt to end it.
     *
     * @return false if no other launcher has it
     */
    boolean askToCancel(String attempt) throws IOException {
        Optional<String> owner = others.ownerOf(attempt);
        if (owner.isPresent()) {
            durable.createDirectories(cancellations(owner.get()));
            durable.create(cancellations(owner.get()).resolve(attempt));
        }
        return owner.isPresent();
    }

    /** The attempts whose end other launchers have asked for. */
    List<String> askedToCancel() throws IOException {
        return RecordFiles.names(cancellations(instance));
    }

    /** What was asked for is on record, or the attempt is over. */
    void forgetAsked(String attempt) throws IOException {
        durable.disk().delete(cancellations(instance).resolve(attempt));
    }

    boolean isStopOnRecord(String attempt) {
        return journal.stop(attempt).isPresent();
    }

    /** Why an attempt of this launcher is to be ended; also if another launcher asked for it. */
    Optional<StopCause> stop(String attempt) {
        Optional<StopCause> stop = journal.stop(attempt);
        return stop.isEmpty() && isAskedToCancel(attempt) ? Optional.of(StopCause.CANCELLED) : stop;
    }

    /** Whether another launcher asked for the end of an attempt of this one. */
    boolean isAskedToCancel(String attempt) {
        return Files.exists(cancellations(instance).resolve(attempt));
    }

    /** Returns when the end is durable, whether or not the order has come to that. */
    void recordFinish(AttemptFinished finish) throws IOException {
        journal.append(new JournalEntry.Finished(finish));
        journal.sync();
    }

    Optional<AttemptFinished> finish(String attempt) throws IOException {
        Optional<AttemptFinished> finish = journal.finish(attempt);
        return finish.isPresent() ? finish : others.finish(attempt);
    }

    /** Not worth waiting for the device: if this gets lost, the same report is sent once more. */
    void recordReported(String attempt) throws IOException {
        journal.append(new JournalEntry.Reported(attempt));
    }

    boolean isReported(String attempt) {
        return journal.isReported(attempt);
    }

    /** Nothing is left to do. Not worth waiting for the device: if this gets lost, a restart looks at it once more. */
    void close(String attempt) throws IOException {
        journal.append(new JournalEntry.Closed(attempt));
    }
}
