package io.freshet.contracts.bundle;

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
        try (OutputStream output = new BufferedOutputStream(Files.newOutputStream(file))) {
            writeZip(bundle, output);
        }
        BundleBounds bounds = BundleBounds.ofArchive(Files.size(file));
        long all = 0;
        for (Map.Entry<RelativePath, BundleFile> entry : bundle.files().entrySet()) {
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
        ZipOutputStream zip = new ZipOutputStream(output);
        for (Map.Entry<RelativePath, BundleFile> file : bundle.files().entrySet()) {
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
}
