package io.freshet.launcher.attempt;

import io.freshet.servicekit.disk.DurableFiles;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Small files that say what has been done, read and made in the plain form that shells read, too. Thread-safe. */
public final class RecordFiles {
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
        try {
            return Optional.of(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
