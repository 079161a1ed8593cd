package io.freshet.contracts.bundle;

import io.freshet.contracts.data.RelativePath;
import java.io.IOException;
import java.io.InputStream;
import java.util.TreeMap;

/**
 * Collects the files of a bundle and holds them to its bounds: a bundle is in memory while it is looked into, so that one which is small
 * only while it is packed must not cost more than a small part of the heap. Not thread-safe.
 */
final class BundleFiles {
    /** A twentieth of the heap, at the most what {@link Bundle} allows. */
    private static final long LIMIT =
            Math.min(Bundle.MAX_BYTES, Runtime.getRuntime().maxMemory() / 20);

    private final TreeMap<RelativePath, byte[]> files = new TreeMap<>();
    private long bytes;

    /** Reads a file to its end; the stream is not closed. */
    void add(RelativePath path, InputStream content) throws IOException, InvalidBundleException {
        if (files.size() >= Bundle.MAX_FILES) {
            throw new InvalidBundleException(
                    "the bundle has more than %d files: leave out what no task runs".formatted(Bundle.MAX_FILES));
        }
        long left = LIMIT - bytes;
        byte[] read = content.readNBytes((int) Math.min(Integer.MAX_VALUE - 8, left + 1));
        bytes += read.length;
        if (bytes > LIMIT) {
            throw new InvalidBundleException(
                    "the bundle has more than %d MiB when it is unpacked, a twentieth of this service's memory: leave data out"
                            .formatted(LIMIT >> 20));
        }
        if (files.put(path, read) != null) {
            throw new InvalidBundleException("'%s' is in the bundle twice".formatted(path));
        }
    }

    Bundle bundle() throws InvalidBundleException {
        for (RelativePath path : files.keySet()) {
            String text = path.text();
            for (int slash = text.indexOf('/'); slash > 0; slash = text.indexOf('/', slash + 1)) {
                if (files.containsKey(new RelativePath(text.substring(0, slash)))) {
                    throw new InvalidBundleException(
                            "'%s' of the bundle is both a file and a directory".formatted(text.substring(0, slash)));
                }
            }
        }
        if (!files.containsKey(new RelativePath(Bundle.WORKFLOW_FILE))) {
            throw new InvalidBundleException("there is no %s at the top of the bundle: name the directory that has it"
                    .formatted(Bundle.WORKFLOW_FILE));
        }
        return new Bundle(files);
    }

    /** The path of an entry of an archive. */
    static RelativePath pathOf(String name) throws InvalidBundleException {
        String path = name.startsWith("./") ? name.substring(2) : name;
        try {
            return RelativePath.ofBytes(path.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new InvalidBundleException(
                    "'%s' is not a path that may be in a bundle: %s".formatted(name, e.getMessage()));
        }
    }
}
