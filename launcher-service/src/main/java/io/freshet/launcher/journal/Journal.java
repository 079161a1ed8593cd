package io.freshet.launcher.journal;

import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.launcher.domain.StopCause;
import io.freshet.servicekit.disk.Disk;
import io.freshet.servicekit.disk.DurableFiles;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A launcher's records of its attempts: entries in files to which is only added. What {@link #append} has returned from outlives this
 * process, and what {@link #sync} has returned after outlives a power failure; threads that wait for the device at the same time wait for
 * it once. There is one writer at a time, who holds the launcher's lock; each begins a file of its own, so that it never goes on behind an
 * entry that was cut. Thread-safe.
 */
public final class Journal {
    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
    /** So many segments are rewritten at most when one is ended. */
    private static final int REWRITTEN_AT_ONCE = 8;

    private final Disk disk;
    private final DurableFiles durableFiles;
    private final SegmentFiles files;
    private final SegmentReader reader;
    private final SegmentLimits limits;
    private final JournalIndex index;
    private final SecureRandom random = new SecureRandom();

    private final Object lock = new Object();
    /** The segments with their sizes; those that are damaged are kept when they are not needed any more. */
    private final TreeMap<Long, Long> segments = new TreeMap<>();

    private final Set<Long> damaged = new HashSet<>();
    private final Set<Long> unsynced = new HashSet<>();
    /** The device failed to take them: the kernel may have dropped what they had. */
    private final Set<Long> doubtful = new HashSet<>();

    private @Nullable Active active;
    private boolean namesUnsynced;
    private long appended;
    private long durable;
    private boolean syncing;

    /** The segment to which is added. */
    private static final class Active {
        private final long number;
        private final byte[] marker;
        private int size = SegmentFormat.HEADER_BYTES;

        Active(long number, byte[] marker) {
            this.number = number;
            this.marker = marker;
        }
    }

    private Journal(Path directory, Disk disk, SegmentLimits limits) {
        this.disk = disk;
        this.durableFiles = new DurableFiles(disk);
        this.files = new SegmentFiles(directory);
        this.reader = new SegmentReader(files);
        this.limits = limits;
        this.index = new JournalIndex(limits.mostClosed());
    }

    /**
     * Reads a journal, which is made if it is not there.
     *
     * @throws IOException if it cannot be read; entries that are damaged count as missing
     */
    public static Journal open(Path directory, Disk disk) throws IOException {
        return open(directory, disk, SegmentLimits.DEFAULT);
    }

    static Journal open(Path directory, Disk disk, SegmentLimits limits) throws IOException {
        Journal journal = new Journal(directory, disk, limits);
        journal.durableFiles.createDirectories(directory);
        journal.fold();
        return journal;
    }

    private void fold() throws IOException {
        for (long number : files.numbers()) {
            SegmentReader.Progress progress = reader.read(number, SegmentReader.Progress.NONE, index);
            segments.put(number, (long) progress.end());
            if (progress.damaged() > 0) {
                damaged.add(number);
                LOG.atError()
                        .addKeyValue("file", files.file(number))
                        .addKeyValue("stretches", progress.damaged())
                        .log("The journal of attempts is damaged: what is not readable counts as missing");
            }
        }
    }

    /**
     * Adds an entry.
     *
     * @throws IOException if it could not be written, and then it is not there
     */
    public void append(JournalEntry entry) throws IOException {
        byte[] payload = Payload.of(entry);
        synchronized (lock) {
            add(payload);
            if (active != null && active.size >= limits.segmentBytes()) {
                active = null;
                endSegment();
            }
        }
    }

    private void add(byte[] payload) throws IOException {
        Active segment = active == null ? begin() : active;
        active = segment;
        byte[] frame = SegmentFormat.frame(segment.marker, payload);
        // After a failure the next one is written over what there is of this one.
        disk.write(files.file(segment.number), segment.size, frame);
        Position position = new Position(segment.number, segment.size, frame.length);
        segment.size += frame.length;
        segments.put(segment.number, (long) segment.size);
        unsynced.add(segment.number);
        appended++;
        Payload.heading(payload).ifPresent(heading -> index.apply(heading, position));
    }

    private Active begin() throws IOException {
        long number = segments.isEmpty() ? 1 : segments.lastKey() + 1;
        byte[] marker = new byte[SegmentFormat.MARKER_BYTES];
        random.nextBytes(marker);
        disk.write(files.file(number), 0, SegmentFormat.header(marker));
        segments.put(number, (long) SegmentFormat.HEADER_BYTES);
        namesUnsynced = true;
        return new Active(number, marker);
    }

    /**
     * Returns when everything that was added before is on the device. Threads that come while it is waited for are served by the next wait,
     * all together.
     *
     * @throws IOException if the device did not take it; it may be tried again
     */
    public void sync() throws IOException {
        long wanted;
        synchronized (lock) {
            wanted = appended;
        }
        while (!isDurable(wanted)) {
            syncAsOne();
        }
    }

    /** Waits while another thread waits for the device. */
    private boolean isDurable(long wanted) throws IOException {
        synchronized (lock) {
            try {
                while (syncing && durable < wanted) {
                    lock.wait();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("waiting for the journal was interrupted");
            }
            return durable >= wanted;
        }
    }

    private void syncAsOne() throws IOException {
        List<Long> taken;
        List<Path> paths;
        long upTo;
        synchronized (lock) {
            if (syncing) {
                return;
            }
            rewriteDoubtful();
            taken = List.copyOf(unsynced);
            paths = paths(taken);
            upTo = appended;
            unsynced.clear();
            namesUnsynced = false;
            syncing = true;
        }
        boolean done = false;
        try {
            disk.sync(paths);
            done = true;
        } finally {
            synchronized (lock) {
                syncing = false;
                if (done) {
                    durable = Math.max(durable, upTo);
                } else {
                    doubt(taken);
                }
                lock.notifyAll();
            }
        }
    }

    private List<Path> paths(List<Long> numbers) {
        List<Path> paths = new ArrayList<>(numbers.stream().map(files::file).toList());
        if (namesUnsynced) {
            paths.add(files.directory());
        }
        return paths;
    }

    /** A device that has failed once may say of the same data later that it has it. */
    private void doubt(List<Long> numbers) {
        List<Long> left = numbers.stream().filter(segments::containsKey).toList();
        doubtful.addAll(left);
        unsynced.addAll(left);
        namesUnsynced = true;
        active = null;
    }

    private void rewriteDoubtful() throws IOException {
        for (long number : List.copyOf(doubtful)) {
            rewrite(number);
            for (String attempt : index.open()) {
                addFlags(attempt, index.openFacts(attempt).orElse(AttemptFacts.NONE));
            }
            doubtful.remove(number);
            unsynced.remove(number);
        }
    }

    /**
     * What is added next must not outlive what came before it, be it the entries themselves or copies of them: so a segment is on the
     * device before there is another.
     */
    private void endSegment() {
        try {
            syncNow();
        } catch (IOException e) {
            LOG.atWarn()
                    .addKeyValue("directory", files.directory())
                    .setCause(e)
                    .log("The device did not take the journal of attempts; who waits for that tries again");
            return;
        }
        try {
            for (int i = 0; i < REWRITTEN_AT_ONCE && isRewritingDue(); i++) {
                long oldest = segments.firstKey();
                rewrite(oldest);
                syncNow();
                remove(oldest);
            }
        } catch (IOException e) {
            LOG.atWarn()
                    .addKeyValue("directory", files.directory())
                    .setCause(e)
                    .log("The journal of attempts could not be made smaller; that is tried again later");
        }
    }

    private void syncNow() throws IOException {
        List<Long> taken = List.copyOf(unsynced);
        boolean done = false;
        try {
            disk.sync(paths(taken));
            done = true;
        } finally {
            if (!done) {
                doubt(taken);
            } else if (!syncing && doubtful.isEmpty()) {
                // Otherwise somebody may just learn that the device has failed, and nobody else
                // would.
                unsynced.clear();
                namesUnsynced = false;
                durable = appended;
            }
        }
    }

    private boolean isRewritingDue() {
        long total = segments.values().stream().mapToLong(Long::longValue).sum();
        return segments.size() > 1 && limits.isRewritingDue(total, index.liveBytes(), segments.size());
    }

    /** Adds once more what is needed of a segment. */
    private void rewrite(long number) throws IOException {
        for (Map.Entry<String, AttemptFacts> entry : index.openIn(number).entrySet()) {
            AttemptFacts facts = entry.getValue();
            copy(facts.launch());
            copy(facts.finish());
            addFlags(entry.getKey(), facts);
        }
        for (Map.Entry<String, Position> entry : index.closedIn(number).entrySet()) {
            copy(entry.getValue());
            add(Payload.of(new JournalEntry.Reported(entry.getKey())));
            add(Payload.of(new JournalEntry.Closed(entry.getKey())));
        }
    }

    private void copy(@Nullable Position position) throws IOException {
        Optional<byte[]> payload = position == null ? Optional.empty() : reader.payload(position);
        if (payload.isPresent()) {
            add(payload.get());
        }
    }

    private void addFlags(String attempt, AttemptFacts facts) throws IOException {
        StopCause stop = facts.stop();
        if (stop != null) {
            add(Payload.of(new JournalEntry.Stopped(attempt, stop)));
        }
        if (facts.reported()) {
            add(Payload.of(new JournalEntry.Reported(attempt)));
        }
    }

    /** One after the other: if a later one were gone and an earlier one came back, what it says would count again. */
    private void remove(long number) throws IOException {
        Path file = files.file(number);
        if (damaged.contains(number)) {
            disk.rename(file, file.resolveSibling(file.getFileName() + ".damaged"));
        } else {
            disk.delete(file);
        }
        disk.sync(files.directory());
        segments.remove(number);
        damaged.remove(number);
        unsynced.remove(number);
        doubtful.remove(number);
        index.removeSegment(number);
    }

    /** Attempts that are not closed, in no particular order. */
    public List<String> open() {
        synchronized (lock) {
            return index.open();
        }
    }

    public boolean isOpen(String attempt) {
        synchronized (lock) {
            return index.isOpen(attempt);
        }
    }

    /** Whether an order, or an end, is on record. */
    public boolean isKnown(String attempt) {
        synchronized (lock) {
            return index.isKnown(attempt);
        }
    }

    public Optional<LaunchAttempt> launch(String attempt) throws IOException {
        synchronized (lock) {
            Optional<Position> position = index.launch(attempt);
            return position.isEmpty() ? Optional.empty() : reader.launch(position.get());
        }
    }

    public Optional<StopCause> stop(String attempt) {
        synchronized (lock) {
            return index.openFacts(attempt).map(AttemptFacts::stop);
        }
    }

    public Optional<AttemptFinished> finish(String attempt) throws IOException {
        synchronized (lock) {
            Optional<Position> position = index.finish(attempt);
            return position.isEmpty() ? Optional.empty() : reader.finish(position.get());
        }
    }

    public boolean isReported(String attempt) {
        synchronized (lock) {
            return index.openFacts(attempt).map(AttemptFacts::reported).orElse(index.isKnown(attempt));
        }
    }
}
