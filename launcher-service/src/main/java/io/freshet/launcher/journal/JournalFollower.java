package io.freshet.launcher.journal;

import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The journal of another launcher, read along while that goes on with it. Each question first reads what has been added. Thread-safe.
 */
public final class JournalFollower {
    /** A segment vanishes when its owner has rewritten it, which takes that some milliseconds at least. */
    private static final int MOST_TRIES = 10;

    private final SegmentFiles files;
    private final SegmentReader reader;
    private final JournalIndex index;
    /** How far each segment was read. */
    private final Map<Long, SegmentReader.Progress> progress = new HashMap<>();

    private long last;

    /**
     * @param directory of the journal; it need not be there yet
     */
    public JournalFollower(Path directory) {
        this.files = new SegmentFiles(directory);
        this.reader = new SegmentReader(files);
        this.index = new JournalIndex(SegmentLimits.DEFAULT.mostClosed());
    }

    /** Attempts that are not closed. */
    public synchronized List<String> open() throws IOException {
        refresh();
        return index.open();
    }

    public synchronized boolean isOpen(String attempt) throws IOException {
        refresh();
        return index.isOpen(attempt);
    }

    /** Whether an order, or an end, is on record. */
    public synchronized boolean isKnown(String attempt) throws IOException {
        refresh();
        return index.isKnown(attempt);
    }

    public synchronized Optional<LaunchAttempt> launch(String attempt) throws IOException {
        return read(() -> {
            Optional<Position> position = index.launch(attempt);
            return position.isEmpty() ? Optional.empty() : reader.launch(position.get());
        });
    }

    public synchronized Optional<AttemptFinished> finish(String attempt) throws IOException {
        return read(() -> {
            Optional<Position> position = index.finish(attempt);
            return position.isEmpty() ? Optional.empty() : reader.finish(position.get());
        });
    }

    private void refresh() throws IOException {
        var _ = read(() -> Optional.of(true));
    }

    /** Reads what has been added and then something of it; anew when a segment has vanished meanwhile. */
    private <T> Optional<T> read(Reading<T> reading) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                readOn();
                return reading.read();
            } catch (NoSuchFileException e) {
                if (attempt == MOST_TRIES) {
                    throw e;
                }
            }
        }
    }

    private void readOn() throws IOException {
        List<Long> numbers = files.numbers();
        for (long number : numbers) {
            // Nothing is added to a segment when there is a later one.
            if (number >= last || !progress.containsKey(number)) {
                SegmentReader.Progress before = progress.getOrDefault(number, SegmentReader.Progress.NONE);
                progress.put(number, reader.read(number, before, index));
            }
        }
        last = numbers.isEmpty() ? last : numbers.getLast();
        // Not before: what is still needed of a vanished one is in a later one.
        for (long gone : progress.keySet().stream()
                .filter(number -> !numbers.contains(number))
                .toList()) {
            index.removeSegment(gone);
            progress.remove(gone);
        }
    }

    /** Something that looks at the index and the segments. */
    @FunctionalInterface
    private interface Reading<T> {
        Optional<T> read() throws IOException;
    }
}
