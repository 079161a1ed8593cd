package io.freshet.watcher.example;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a file without syncing it. */
final class WritesFile {
    void write(Path file) throws IOException {
        Files.write(file, new byte[0]);
    }
}
