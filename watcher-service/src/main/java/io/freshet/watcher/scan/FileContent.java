package io.freshet.watcher.scan;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.RelativePath;
import io.freshet.watcher.domain.InstantNanos;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.InstantSource;

/** What came of reading a file. */
public sealed interface FileContent {
    /**
     * It was read to its end.
     *
     * @param started when, in nanoseconds since 1970
     */
    record Read(Fingerprint hash, long started) implements FileContent {}

    /** It was no longer there. */
    record Gone() implements FileContent {}

    /** It could not be read. */
    record Failed(IOException failure) implements FileContent {}

    static FileContent read(DatasetDirectory directory, RelativePath path, InstantSource clock) {
        long started = InstantNanos.of(clock.instant());
        try {
            return new Read(directory.hash(path), started);
        } catch (NoSuchFileException e) {
            return new Gone();
        } catch (IOException e) {
            return new Failed(e);
        }
    }
}
