package io.freshet.watcher.scan;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.Sha256;
import io.freshet.servicekit.posix.OpenFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Reads a file to its end and computes its hash. */
@FunctionalInterface
public interface ContentReader {
    /** The file itself; a link, pipe or device in its place is an error, and is not opened, so that it blocks nobody. */
    ContentReader SHA256 = file -> {
        try (OpenFile found = OpenFile.find(file);
                FileChannel channel = found.channel(StandardOpenOption.READ)) {
            return Sha256.of(channel);
        }
    };

    Fingerprint hash(Path file) throws IOException;
}
