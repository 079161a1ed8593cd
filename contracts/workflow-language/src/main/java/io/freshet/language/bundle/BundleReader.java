package io.freshet.language.bundle;

import io.freshet.contracts.data.RelativePath;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/**
 * Reads bundles, from a directory or from an archive ({@code .zip}, {@code .tar.gz}) of one, within the bounds of {@link Bundle}. Links and
 * special files are refused, and so are paths that are absolute or have {@code ..}. No content is ever in memory as a whole.
 */
public final class BundleReader {
    private BundleReader() {}

    /**
     * Reads a directory, whose files are to stay as they are while the bundle is in use. What is below {@code .git} is left out.
     *
     * @throws InvalidBundleException if it is no bundle
     * @throws IOException if a file cannot be read
     */
    public static Bundle readDirectory(Path directory) throws IOException, InvalidBundleException {
        Path root = directory.toAbsolutePath().normalize();
        DirectoryVisitor visitor = new DirectoryVisitor(root);
        Files.walkFileTree(root, visitor);
        if (visitor.problem != null) {
            throw visitor.problem;
        }
        return visitor.files.bundle();
    }

    /**
     * Unpacks an archive, whose kind its first bytes show.
     *
     * @param directory an empty one, where the contents are put under names of our own; the caller removes it when the bundle is no longer
     *     in use, or was none
     * @throws InvalidBundleException if it is no archive of a bundle
     * @throws IOException if the archive cannot be read, or the directory not be written
     */
    public static Bundle readArchive(Path archive, Path directory) throws IOException, InvalidBundleException {
        return unpack(archive, directory).bundle();
    }

    /**
     * As {@link #readArchive}, of an archive with a directory for each of several bundles.
     *
     * @throws InvalidBundleException if it is no archive of bundles
     * @throws IOException if the archive cannot be read, or the directory not be written
     */
    public static BundleSet readArchiveOfSeveral(Path archive, Path directory)
            throws IOException, InvalidBundleException {
        return unpack(archive, directory).bundles();
    }

    private static BundleFiles unpack(Path archive, Path directory) throws IOException, InvalidBundleException {
        Optional<String> special = ZipDirectory.firstSpecial(archive);
        if (special.isPresent()) {
            throw new InvalidBundleException(
                    "'%s' is a link or a special file: put a plain file in its place".formatted(special.get()));
        }
        BundleFiles files = new BundleFiles(BundleBounds.ofArchive(Files.size(archive)));
        try (InputStream input = new BufferedInputStream(Files.newInputStream(archive))) {
            read(input, files, directory);
        }
        return files;
    }

    private static void read(InputStream input, BundleFiles files, Path directory)
            throws IOException, InvalidBundleException {
        input.mark(2);
        int first = input.read();
        int second = input.read();
        input.reset();
        try {
            if (first == 'P' && second == 'K') {
                readZip(input, files, directory);
                return;
            }
            if (first == 0x1f && second == 0x8b) {
                TarReader.read(new GZIPInputStream(input), files, directory);
                return;
            }
        } catch (ZipException | EOFException e) {
            throw new InvalidBundleException("the archive is damaged: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw new InvalidBundleException("the archive has a name that is not UTF-8: pack it anew");
        }
        throw new InvalidBundleException("this is neither a zip nor a tar.gz: send the bundle as one of them");
    }

    private static void readZip(InputStream input, BundleFiles files, Path directory)
            throws IOException, InvalidBundleException {
        ZipInputStream zip = new ZipInputStream(input);
        int entries = 0;
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            if (++entries > 2 * Bundle.MAX_FILES) {
                throw new BundleTooLargeException("the archive has more than %d entries: leave out what no task runs"
                        .formatted(2 * Bundle.MAX_FILES));
            }
            if (!entry.isDirectory()) {
                files.unpack(BundleFiles.pathOf(entry.getName()), zip, BundleFiles.TO_THE_END, directory);
            } else if (zip.read() >= 0) {
                throw new InvalidBundleException(
                        "the archive is damaged: the directory '%s' has a content".formatted(entry.getName()));
            }
        }
    }

    private static final class DirectoryVisitor extends SimpleFileVisitor<Path> {
        private final Path root;
        private final BundleFiles files = new BundleFiles(new BundleBounds(BundleBounds.UNPACKED));
        private @org.jspecify.annotations.Nullable InvalidBundleException problem;

        DirectoryVisitor(Path root) {
            this.root = root;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            boolean git = directory.endsWith(".git");
            return git ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            RelativePath path = RelativePath.between(root, file);
            try {
                if (!attributes.isRegularFile()) {
                    throw new InvalidBundleException(
                            "'%s' is a link or a special file: put a plain file in its place".formatted(path));
                }
                files.addInPlace(path, file);
                return FileVisitResult.CONTINUE;
            } catch (InvalidBundleException e) {
                problem = e;
                return FileVisitResult.TERMINATE;
            }
        }
    }
}
