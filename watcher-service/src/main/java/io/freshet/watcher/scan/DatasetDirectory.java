package io.freshet.watcher.scan;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.RelativePath;
import io.freshet.watcher.domain.FileSighting;
import io.freshet.watcher.domain.FileStamp;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * The directory of one dataset below the storage root. No symbolic link is ever followed, neither at the end of a path nor on the
 * way, so nothing outside the storage root is ever read. Only the storage root itself may be reached by a link.
 */
public final class DatasetDirectory {
    private static final String ATTRIBUTES = "unix:mode,size,lastModifiedTime,ctime,ino";
    private static final int TYPE = 0170000;
    private static final int REGULAR = 0100000;
    private static final int DIRECTORY = 0040000;
    private static final int LINK = 0120000;

    /** What an entry of a directory is. */
    sealed interface Entry {
        record File(FileStamp stamp) implements Entry {}

        record Directory() implements Entry {}

        record Link() implements Entry {}

        /** A device, pipe or socket. */
        record Special() implements Entry {}
    }

    private final Path root;
    private final Path directory;
    private final ContentReader reader;
    private final NameBudget budget;

    /** One whose scans share no memory with others. */
    public DatasetDirectory(Path root, Path directory, ContentReader reader) {
        this(root, directory, reader, new NameBudget());
    }

    /**
     * @param root of the storage
     * @param directory of the dataset, below the root
     * @param budget for the names that scans hold
     */
    public DatasetDirectory(Path root, Path directory, ContentReader reader, NameBudget budget) {
        this.budget = budget;
        this.root = root;
        this.directory = directory;
        this.reader = reader;
    }

    public Path path() {
        return directory;
    }

    /** From the storage root down to the dataset's directory, both included; they need not exist. */
    List<Path> way() {
        List<Path> way = new ArrayList<>();
        way.add(root);
        for (Path name : root.relativize(directory)) {
            way.add(way.getLast().resolve(name));
        }
        return way;
    }

    /** The written form of a path at or below the dataset's directory. */
    public String relative(Path path) {
        return path.equals(directory)
                ? ""
                : RelativePath.between(directory, path).text();
    }

    public Path resolve(RelativePath path) {
        String text = path.text();
        return isPlain(text) ? directory.resolve(text) : path.resolveIn(directory);
    }

    /** Whether every text encoding of a JVM has the same bytes for it; a percent sign stands for another byte. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == '%') {
                return false;
            }
        }
        return true;
    }

    /** What is there now. */
    public FileSighting observe(RelativePath path) {
        try {
            Path file = resolve(path);
            return entry(file) instanceof Entry.File(FileStamp stamp) && isReachedWithoutLinks(parent(file))
                    ? new FileSighting.Present(stamp)
                    : new FileSighting.Absent();
        } catch (IOException e) {
            return isGone(e) ? new FileSighting.Absent() : new FileSighting.Hidden(reason(e));
        }
    }

    /**
     * The hash of a file's content.
     *
     * @throws IOException if it cannot be read, is no longer there or is reached over a link
     */
    Fingerprint hash(RelativePath path) throws IOException {
        return reader.hash(resolve(path));
    }

    public boolean exists(RelativePath path) {
        return observe(path) instanceof FileSighting.Present;
    }

    /**
     * The names in a directory at or below this one; to be closed.
     *
     * @throws java.nio.file.FileSystemException if it has more than there is memory for
     */
    DirectoryNames list(Path subdirectory) throws IOException {
        return DirectoryNames.of(subdirectory, budget);
    }

    /** One stat, which follows no link. */
    static Entry entry(Path path) throws IOException {
        Map<String, Object> attributes = Files.readAttributes(path, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
        return switch (attribute(attributes, "mode", Integer.class) & TYPE) {
            case REGULAR -> new Entry.File(stamp(attributes));
            case DIRECTORY -> new Entry.Directory();
            case LINK -> new Entry.Link();
            default -> new Entry.Special();
        };
    }

    /**
     * Whether no part of the way from the storage root to a directory, at or below the dataset's, is a link.
     *
     * @throws NoSuchFileException if there is no such directory
     */
    boolean isReachedWithoutLinks(Path below) throws IOException {
        for (Path part = below; !part.equals(root); part = parent(part)) {
            if (Files.readAttributes(part, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .isSymbolicLink()) {
                return false;
            }
        }
        return true;
    }

    /** Whether there is nothing any more, rather than something that cannot be looked at. */
    static boolean isGone(IOException e) {
        return e instanceof NoSuchFileException
                || e instanceof NotDirectoryException
                || (e instanceof FileSystemException other && isNotDirectory(other));
    }

    /** The JDK has no exception of its own for a file in a directory's place on the way. */
    private static boolean isNotDirectory(FileSystemException e) {
        return "Not a directory".equals(e.getReason());
    }

    public static String reason(IOException e) {
        String why = e instanceof FileSystemException at ? at.getReason() : e.getMessage();
        return e.getClass().getSimpleName() + (why == null ? "" : ": " + why);
    }

    private static FileStamp stamp(Map<String, Object> attributes) {
        return new FileStamp(
                attribute(attributes, "size", Long.class),
                attribute(attributes, "lastModifiedTime", FileTime.class).to(TimeUnit.NANOSECONDS),
                attribute(attributes, "ctime", FileTime.class).to(TimeUnit.NANOSECONDS),
                attribute(attributes, "ino", Long.class));
    }

    private static <T> T attribute(Map<String, Object> attributes, String name, Class<T> type) {
        return Objects.requireNonNull(type.cast(attributes.get(name)), name);
    }

    private static Path parent(Path file) {
        return Objects.requireNonNull(file.getParent(), "it is below the storage root");
    }
}
