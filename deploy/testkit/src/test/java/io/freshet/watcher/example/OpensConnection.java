package io.freshet.watcher.example;

import java.io.IOException;
import java.net.URLConnection;
import java.nio.file.Path;

/** Waits for another process without a bound. */
final class OpensConnection {
    URLConnection open(Path file) throws IOException {
        return file.toUri().toURL().openConnection();
    }
}
