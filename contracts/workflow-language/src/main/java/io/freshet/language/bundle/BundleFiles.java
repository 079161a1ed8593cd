package io.freshet.language.bundle;

import io.freshet.contracts.data.RelativePath;
import io.freshet.contracts.data.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.TreeMap;

/** Collects the files of a bundle and holds them to its bounds, in a fixed amount of memory whatever they are. Not thread-safe. */
final class BundleFiles {
    /** For {@link #unpack}: a content that ends where its stream does. */
    static final long TO_THE_END = Long.MAX_VALUE;

    private static final int BUFFER_BYTES = 64 * 1024;

    private final TreeMap<RelativePath, BundleFile> files = new TreeMap<>();
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final BundleBounds bounds;
    private long bytes;

    BundleFiles(BundleBounds bounds) {
        this.bounds = bounds;
    }

    /** Adds a file that stays where it is; one that is too large is not read. */
    void addInPlace(RelativePath path, Path file) throws IOException, InvalidBundleException {
        long size = Files.size(file);
        bounds.checkSize(path, size, bytes + size);
        try (InputStream content = Files.newInputStream(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            add(path, file, content, TO_THE_END, OutputStream.nullOutputStream());
        }
    }

    /**
     * Copies a file out of an archive; the stream is not closed.
     *
     * @param directory an empty one at the beginning, which gets files with names of our own
     * @param length how many bytes of the stream belong to the file, at most
     * @return how many it had
     */
    long unpack(RelativePath path, InputStream content, long length, Path directory)
            throws IOException, InvalidBundleException {
        Path place = directory.resolve(Integer.toString(files.size()));
        try (OutputStream output = Files.newOutputStream(place, StandardOpenOption.CREATE_NEW)) {
            return add(path, place, content, length, output);
        }
    }

    private long add(RelativePath path, Path place, InputStream content, long length, OutputStream output)
            throws IOException, InvalidBundleException {
        bounds.checkCount(files.size() + 1);
        MessageDigest digest = Sha256.digest();
        long size = 0;
        while (size < length) {
            int read = content.read(buffer, 0, (int) Math.min(buffer.length, length - size));
            if (read < 0) {
                break;
            }
            size += read;
            bounds.checkSize(path, size, bytes + size);
            digest.update(buffer, 0, read);
            output.write(buffer, 0, read);
        }
        bytes += size;
        if (files.put(path, new BundleFile.OnDisk(place, size, Sha256.finish(digest.digest()))) != null) {
            throw new InvalidBundleException("'%s' is in the bundle twice".formatted(path));
        }
        return size;
    }

    /** All of it as one bundle. */
    Bundle bundle() throws InvalidBundleException {
        checkDirectories();
        if (!files.containsKey(new RelativePath(Bundle.WORKFLOW_FILE))) {
            throw new InvalidBundleException("there is no %s at the top of the bundle: name the directory that has it"
                    .formatted(Bundle.WORKFLOW_FILE));
        }
        return new Bundle(files);
    }

    /** A bundle for each directory. */
    BundleSet bundles() throws InvalidBundleException {
        checkDirectories();
        return BundleSet.of(files);
    }

    private void checkDirectories() throws InvalidBundleException {
        for (RelativePath path : files.keySet()) {
            String text = path.text();
            for (int slash = text.indexOf('/'); slash > 0; slash = text.indexOf('/', slash + 1)) {
                if (files.containsKey(new RelativePath(text.substring(0, slash)))) {
                    throw new InvalidBundleException(
                            "'%s' of the bundle is both a file and a directory".formatted(text.substring(0, slash)));
                }
            }
        }
    }

    /** The path of an entry of an archive. */
    static RelativePath pathOf(String name) throws InvalidBundleException {
        String path = name.startsWith("./") ? name.substring(2) : name;
        try {
            return RelativePath.ofBytes(path.getBytes(StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new InvalidBundleException(
                    "'%s' is not a path that may be in a bundle: %s".formatted(name, e.getMessage()));
        }
    }
}
