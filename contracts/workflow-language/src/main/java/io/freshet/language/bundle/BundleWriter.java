package io.freshet.language.bundle;

import io.freshet.contracts.data.RelativePath;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.SortedMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Packs bundles. */
public final class BundleWriter {
    /** The earliest time that a zip can say. */
    private static final LocalDateTime EPOCH = LocalDateTime.of(1980, 1, 1, 0, 0);

    private BundleWriter() {}

    /**
     * Writes a zip that {@link BundleReader} reads; of equal bundles the bytes are equal.
     *
     * @throws InvalidBundleException if a name cannot be in a zip, because its bytes are not UTF-8, or the zip is beyond the bounds of
     *     {@link Bundle}
     * @throws IOException if a file of the bundle cannot be read, or the zip not be written
     */
    public static void writeZip(Bundle bundle, Path file) throws IOException, InvalidBundleException {
        writeZip(bundle.files(), file);
    }

    /** As {@link #writeZip(Bundle, Path)}, a zip that {@link BundleReader#readArchiveOfSeveral} reads. */
    public static void writeZip(BundleSet bundles, Path file) throws IOException, InvalidBundleException {
        writeZip(bundles.files(), file);
    }

    /**
     * Packs a bundle without keeping the zip.
     *
     * @throws InvalidBundleException as {@link #writeZip(Bundle, Path)}
     * @throws IOException if a file of the bundle cannot be read
     */
    public static void requirePackable(Bundle bundle) throws IOException, InvalidBundleException {
        CountedBytes zip = new CountedBytes();
        writeZip(bundle.files(), zip);
        checkBounds(bundle.files(), zip.bytes);
    }

    private static void writeZip(SortedMap<RelativePath, BundleFile> files, Path file)
            throws IOException, InvalidBundleException {
        try (OutputStream output = new BufferedOutputStream(Files.newOutputStream(file))) {
            writeZip(files, output);
        }
        checkBounds(files, Files.size(file));
    }

    private static void checkBounds(SortedMap<RelativePath, BundleFile> files, long archiveBytes)
            throws InvalidBundleException {
        BundleBounds bounds = BundleBounds.ofArchive(archiveBytes);
        bounds.checkCount(files.size());
        long all = 0;
        for (Map.Entry<RelativePath, BundleFile> entry : files.entrySet()) {
            all += entry.getValue().size();
            bounds.checkSize(entry.getKey(), entry.getValue().size(), all);
        }
    }

    /**
     * Writes a zip; of equal bundles the bytes are equal. The stream is flushed, not closed.
     *
     * @throws InvalidBundleException if a name cannot be in a zip, because its bytes are not UTF-8
     * @throws IOException if the stream cannot be written
     */
    public static void writeZip(Bundle bundle, OutputStream output) throws IOException, InvalidBundleException {
        writeZip(bundle.files(), output);
    }

    private static void writeZip(SortedMap<RelativePath, BundleFile> files, OutputStream output)
            throws IOException, InvalidBundleException {
        ZipOutputStream zip = new ZipOutputStream(output);
        for (Map.Entry<RelativePath, BundleFile> file : files.entrySet()) {
            ZipEntry entry = new ZipEntry(nameOf(file.getKey()));
            entry.setTimeLocal(EPOCH);
            zip.putNextEntry(entry);
            try (InputStream content = file.getValue().open()) {
                content.transferTo(zip);
            }
            zip.closeEntry();
        }
        zip.finish();
        zip.flush();
    }

    private static String nameOf(RelativePath path) throws InvalidBundleException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(java.nio.ByteBuffer.wrap(path.bytes()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new InvalidBundleException("the name of '%s' is not UTF-8: rename the file".formatted(path));
        }
    }

    private static final class CountedBytes extends OutputStream {
        private long bytes;

        @Override
        public void write(int b) {
            bytes++;
        }

        @Override
        public void write(byte[] content, int offset, int length) {
            bytes += length;
        }
    }
}
