package io.freshet.contracts.bundle;

import io.freshet.contracts.data.RelativePath;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/**
 * Reads bundles, from a directory or from an archive ({@code .zip}, {@code .tar.gz}) of one, within the bounds of {@link Bundle}. Links and
 * special files are refused, and so are paths that are absolute or have {@code ..}. Nothing is written to the disk.
 */
public final class BundleReader {
    private BundleReader() {}

    /**
     * Reads a directory. What is below {@code .git} is left out.
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
     * Reads an archive, whose kind its first bytes tell. The stream is not closed.
     *
     * @throws InvalidBundleException if it is no archive of a bundle
     * @throws IOException if the stream cannot be read
     */
    public static Bundle readArchive(InputStream archive) throws IOException, InvalidBundleException {
        BufferedInputStream input = new BufferedInputStream(archive);
        input.mark(2);
        int first = input.read();
        int second = input.read();
        input.reset();
        try {
            if (first == 'P' && second == 'K') {
                return readZip(input);
            }
            if (first == 0x1f && second == 0x8b) {
                return TarReader.read(new GZIPInputStream(input));
            }
        } catch (ZipException | EOFException e) {
            throw new InvalidBundleException("the archive is damaged: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw new InvalidBundleException("the archive has a name that is not UTF-8: pack it anew");
        }
        throw new InvalidBundleException("this is neither a zip nor a tar.gz: send the bundle as one of them");
    }

    private static Bundle readZip(InputStream input) throws IOException, InvalidBundleException {
        BundleFiles files = new BundleFiles();
        ZipInputStream zip = new ZipInputStream(input);
        int entries = 0;
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            if (++entries > 2 * Bundle.MAX_FILES) {
                throw new InvalidBundleException("the archive has too many entries");
            }
            if (!entry.isDirectory()) {
                files.add(BundleFiles.pathOf(entry.getName()), zip);
            }
        }
        return files.bundle();
    }

    private static final class DirectoryVisitor extends SimpleFileVisitor<Path> {
        private final Path root;
        private final BundleFiles files = new BundleFiles();
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
                try (InputStream content =
                        Files.newInputStream(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
                    files.add(path, content);
                }
                return FileVisitResult.CONTINUE;
            } catch (InvalidBundleException e) {
                problem = e;
                return FileVisitResult.TERMINATE;
            }
        }
    }
}
