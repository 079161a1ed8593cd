package io.freshet.contracts.bundle;

import io.freshet.contracts.data.RelativePath;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
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
     * Writes a zip; of equal bundles the bytes are equal. The stream is flushed, not closed.
     *
     * @throws InvalidBundleException if a name cannot be in a zip, because its bytes are not UTF-8
     * @throws IOException if the stream cannot be written
     */
    public static void writeZip(Bundle bundle, OutputStream output) throws IOException, InvalidBundleException {
        ZipOutputStream zip = new ZipOutputStream(output);
        for (Map.Entry<RelativePath, byte[]> file : bundle.files().entrySet()) {
            ZipEntry entry = new ZipEntry(nameOf(file.getKey()));
            entry.setTimeLocal(EPOCH);
            zip.putNextEntry(entry);
            zip.write(file.getValue());
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
