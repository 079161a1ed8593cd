package io.freshet.watcher.moving;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Moves a file without syncing it. */
final class MovesFile {
    void move(Path from, Path to) throws IOException {
        Files.move(from, to);
    }
}
