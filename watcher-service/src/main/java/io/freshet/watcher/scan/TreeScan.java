package io.freshet.watcher.scan;

import io.freshet.contracts.data.RelativePath;
import io.freshet.watcher.domain.FileNames;
import io.freshet.watcher.domain.FileStamp;
import io.freshet.watcher.ledger.Ledger;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Walks a directory in the order of its paths' bytes beside what is known of it in the same order, and finds where the two differ.
 * A file that is as it is known costs one stat and is not remembered; so memory holds one directory per level, whatever the number
 * of files. Done in steps, so that other work is not kept waiting. For one thread.
 */
public final class TreeScan implements AutoCloseable {
    /** What a scan comes across. */
    public interface Findings {
        /** The file is new, gone, or not as it is known. */
        void differs(RelativePath file);

        /** The directory is about to be listed. */
        void entering(Path directory);

        /** A symbolic link, which is not followed. */
        void link(Path link);

        /** A pipe, socket or device, which is not read. */
        void special(Path file);

        /**
         * What lies below a directory cannot be seen.
         *
         * @param directory relative to the dataset's; empty for the dataset's own
         */
        void closed(String directory, String reason);
    }

    private static final byte[] SLASH = {'/'};

    private final DatasetDirectory directory;
    private final FileNames names;
    private final Findings findings;
    private final Ledger.Cursor known;
    private final byte[] below;
    private final Deque<Level> levels = new ArrayDeque<>();
    private boolean begun;
    private long files;

    /**
     * @param below the directory to begin at, relative to the dataset's; empty for all
     */
    public TreeScan(DatasetDirectory directory, FileNames names, Ledger ledger, byte[] below, Findings findings) {
        this.directory = directory;
        this.names = names;
        this.findings = findings;
        this.below = below.clone();
        this.known = ledger.files(below);
    }

    /** How many files of data have been seen. */
    public long files() {
        return files;
    }

    /** Goes on by so many entries; false if the scan has ended. */
    public boolean step(int entries) throws IOException {
        if (!begun) {
            begun = true;
            begin();
        }
        for (int i = 0; i < entries; i++) {
            Level level = levels.peek();
            if (level == null) {
                vanished();
                return false;
            }
            advance(level);
        }
        return true;
    }

    @Override
    public void close() {
        known.close();
        levels.forEach(Level::close);
        levels.clear();
    }

    private void begin() throws IOException {
        if (below.length > 0) {
            Path start = RelativePath.ofBytes(below).resolveIn(directory.path());
            enter(start, concat(below, SLASH));
            return;
        }
        directory.way().forEach(findings::entering);
        try {
            if (directory.isReachedWithoutLinks(directory.path())) {
                enter(directory.path(), new byte[0]);
            } else {
                findings.closed("", "it is reached over a symbolic link");
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            // Not there yet, or no more: then there are no files.
        }
    }

    private void advance(Level level) throws IOException {
        byte[] name = level.peek();
        if (level.isDirectoryDue(name)) {
            Map.Entry<byte[], Path> due = level.deferred.pollFirstEntry();
            enter(due.getValue(), concat(level.prefix, due.getKey()));
        } else if (name == null) {
            levels.pop().close();
        } else {
            level.index++;
            visit(level, PathBytes.resolve(level.directory, name), name);
        }
    }

    private void visit(Level level, Path path, byte[] name) throws IOException {
        String text = String.valueOf(path.getFileName());
        boolean data = names.isData(text);
        if (!data && !names.isEntered(text)) {
            return;
        }
        DatasetDirectory.Entry entry;
        try {
            entry = DatasetDirectory.entry(path);
        } catch (IOException e) {
            if (!DatasetDirectory.isGone(e)) {
                // Whatever it is, without it what lies beside it would pass for all there is.
                findings.closed(relative(level.prefix), "'%s' in it: %s".formatted(text, DatasetDirectory.reason(e)));
            }
            return;
        }
        switch (entry) {
            case DatasetDirectory.Entry.File(FileStamp stamp) -> {
                if (data) {
                    compare(concat(level.prefix, name), stamp);
                }
            }
            case DatasetDirectory.Entry.Directory() -> {
                if (names.isEntered(text)) {
                    level.deferred.put(concat(name, SLASH), path);
                }
            }
            case DatasetDirectory.Entry.Link() -> findings.link(path);
            case DatasetDirectory.Entry.Special() -> {
                if (data) {
                    findings.special(path);
                }
            }
        }
    }

    private void compare(byte[] path, FileStamp stamp) {
        files++;
        while (known.isValid()) {
            int order = known.compareTo(path, path.length);
            if (order < 0) {
                findings.differs(known.path());
                known.next();
            } else if (order == 0) {
                if (!known.isUnchanged(stamp)) {
                    findings.differs(RelativePath.ofBytes(path));
                }
                known.next();
                return;
            } else {
                break;
            }
        }
        findings.differs(RelativePath.ofBytes(path));
    }

    private void vanished() {
        while (known.isValid()) {
            findings.differs(known.path());
            known.next();
        }
    }

    /** First reports it, then lists it: what happens in between is reported by the kernel. */
    private void enter(Path subdirectory, byte[] prefix) {
        findings.entering(subdirectory);
        try {
            if (directory.isReachedWithoutLinks(subdirectory)) {
                levels.push(new Level(subdirectory, prefix, directory.list(subdirectory)));
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            // Vanished meanwhile, and its files with it.
        } catch (IOException e) {
            findings.closed(relative(prefix), DatasetDirectory.reason(e));
        }
    }

    /** The written form of a directory whose path ends with a slash, or is empty. */
    private static String relative(byte[] prefix) {
        return prefix.length == 0
                ? ""
                : RelativePath.ofBytes(Arrays.copyOf(prefix, prefix.length - 1)).text();
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /** One directory on the way down. What lies in {@code a/} comes after {@code a-b}, because of the slash. */
    private static final class Level implements AutoCloseable {
        final Path directory;
        final byte[] prefix;
        final TreeMap<byte[], Path> deferred = new TreeMap<>(Arrays::compareUnsigned);
        private final DirectoryNames entries;
        private int index;

        Level(Path directory, byte[] prefix, DirectoryNames entries) {
            this.directory = directory;
            this.prefix = prefix;
            this.entries = entries;
        }

        byte @Nullable [] peek() {
            return index < entries.size() ? entries.get(index) : null;
        }

        boolean isDirectoryDue(byte @Nullable [] next) {
            return !deferred.isEmpty() && (next == null || Arrays.compareUnsigned(deferred.firstKey(), next) < 0);
        }

        @Override
        public void close() {
            entries.close();
        }
    }
}
