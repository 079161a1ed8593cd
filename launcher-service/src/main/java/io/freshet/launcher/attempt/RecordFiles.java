package io.freshet.launcher.attempt;

import io.freshet.servicekit.disk.DurableFiles;
import io.freshet.servicekit.posix.OpenFile;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Small files that say what has been done, read and made in the plain form that shells read, too. Thread-safe. */
public final class RecordFiles {
    /** More than any such record has: the names of a thousand attempts. */
    private static final int MOST_BYTES = 1024 * 1024;

    private RecordFiles() {}

    /**
     * The names of the files in a directory, sorted, without those that are only being written.
     *
     * @throws NoSuchFileException if there is no such directory
     */
    public static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.endsWith(DurableFiles.ASIDE))
                    .sorted()
                    .toList();
        }
    }

    /** Makes an empty file, unless it is there: then whoever was killed after it had made it had got that far. */
    public static void create(Path file) throws IOException {
        try {
            Files.createFile(file);
        } catch (FileAlreadyExistsException e) {
            // Done before.
        }
    }

    /** The content; empty if there is no such file. */
    public static Optional<byte[]> read(Path file) throws IOException {
        return read(file, MOST_BYTES);
    }

    /**
     * The beginning of the content; empty if there is no such file. Never blocks, whatever somebody has put in the file's place.
     *
     * @param mostBytes of the content
     * @throws java.nio.file.FileSystemException if it is no regular file
     */
    public static Optional<byte[]> read(Path file, int mostBytes) throws IOException {
        try (OpenFile open = OpenFile.find(file);
                FileChannel channel = open.channel(StandardOpenOption.READ)) {
            return Optional.of(Channels.newInputStream(channel).readNBytes(mostBytes));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /**
     * The last whole lines of a file that only grows, as far as they lie within its last bytes; empty if there is no such file. Never
     * blocks, whatever somebody has put in the file's place.
     *
     * @param mostBytes how far to look back
     * @throws java.nio.file.FileSystemException if it is no regular file
     */
    public static List<String> lastLines(Path file, int mostBytes) throws IOException {
        try (OpenFile open = OpenFile.find(file);
                FileChannel channel = open.channel(StandardOpenOption.READ)) {
            long begin = Math.max(0, channel.size() - mostBytes);
            String text = new String(
                    Channels.newInputStream(channel.position(begin)).readNBytes(mostBytes), StandardCharsets.UTF_8);
            int first = begin == 0 ? 0 : text.indexOf('\n') + 1;
            int end = text.lastIndexOf('\n') + 1;
            return first >= end ? List.of() : text.substring(first, end).lines().toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }
}
