package io.freshet.watcher.filesystem;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.Sha256;
import java.io.IOException;
import java.nio.file.Path;

/** Reads a file to its end and tells its hash. */
@FunctionalInterface
public interface ContentReader {
    /** The file itself; a link in its place is an error. */
    ContentReader SHA256 = Sha256::of;

    Fingerprint hash(Path file) throws IOException;
}
