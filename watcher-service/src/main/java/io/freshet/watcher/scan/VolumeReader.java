package io.freshet.watcher.scan;

import io.freshet.watcher.domain.VolumeIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;

/** Finds which file systems a directory's files come from. Thread-safe. */
public interface VolumeReader {
    /** As the system reports. */
    static VolumeReader system() {
        return new MountTable();
    }

    /**
     * The volume of the directory itself, by the empty text, and those mounted below it, by their directories relative to it; nothing
     * if there is no such directory.
     *
     * @throws IOException if that cannot be said
     */
    SortedMap<String, VolumeIdentity> volumes(Path directory) throws IOException;

    /** The device and inode of one directory, without a source; empty if it cannot be seen. */
    Optional<VolumeIdentity> at(Path directory);
}
