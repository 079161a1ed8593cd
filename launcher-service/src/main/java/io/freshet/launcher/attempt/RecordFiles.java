package io.freshet.launcher.attempt;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Small files that say what has been done: a reader finds one whole or not at all, and writing one again does no harm. Thread-safe. */
public final class RecordFiles {
    private static final String TEMPORARY = ".new";

    private RecordFiles() {}

    /** Puts the content in place of whatever the file has. One writer at a time for one file. */
    public static void replace(Path file, byte[] content) throws IOException {
        Path written = file.resolveSibling(file.getFileName() + TEMPORARY);
        Files.write(written, content);
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * The names of the files in a directory, sorted, without those that are only being written.
     *
     * @throws NoSuchFileException if there is no such directory
     */
    public static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.endsWith(TEMPORARY))
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
        try {
            return Optional.of(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
