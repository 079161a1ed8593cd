package io.freshet.watcher.domain;

/**
 * What is found where a directory's files come from.
 *
 * @param source type, source and root of the mounted file system; empty where the system does not say
 * @param device of the directory; the kernel may number it anew at a restart
 * @param inode of the directory
 */
public record VolumeIdentity(String source, long device, long inode) {
    /** Whether both surely are one file system. */
    boolean isSameFileSystem(VolumeIdentity other) {
        return source.equals(other.source) && device == other.device;
    }
}
