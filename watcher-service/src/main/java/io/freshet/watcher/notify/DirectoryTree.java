package io.freshet.watcher.notify;

import io.freshet.watcher.scan.PathBytes;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The watch descriptors of directories. Those below a directory are found by a look at nothing else, so that a tree that is removed one
 * directory at a time costs as much as it has directories. Not thread-safe.
 */
final class DirectoryTree {
    /** By the path with a slash at its end, so that what lies below begins with it and its siblings do not. */
    private final NavigableMap<byte[], Integer> descriptors;

    /**
     * @param order of bytes as unsigned numbers, see {@link Arrays#compareUnsigned(byte[], byte[])}
     */
    DirectoryTree(Comparator<byte[]> order) {
        descriptors = new TreeMap<>(order);
    }

    void put(Path directory, int descriptor) {
        descriptors.put(key(directory), descriptor);
    }

    /** Forgets a directory if it has this descriptor. */
    void remove(Path directory, int descriptor) {
        descriptors.remove(key(directory), descriptor);
    }

    /** Of the directory and of those below it. */
    List<Integer> below(Path directory) {
        byte[] from = key(directory);
        byte[] to = from.clone();
        to[to.length - 1]++; // the first text after all that begin with the directory and its slash
        return List.copyOf(descriptors.subMap(from, to).values());
    }

    List<Integer> all() {
        return List.copyOf(descriptors.values());
    }

    private static byte[] key(Path directory) {
        byte[] path = PathBytes.of(directory);
        byte[] key = Arrays.copyOf(path, path.length + 1);
        key[path.length] = '/';
        return key;
    }
}
