package io.freshet.contracts.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * Renders the canonical text of a manifest in pieces of bounded size, and says what it amounts to. Not thread-safe.
 *
 * @see Manifest
 */
public final class ManifestText {
    /** A piece may be longer by one line, which a path of 4,096 bytes bounds. */
    private static final int PIECE_CHARACTERS = 128 * 1024;

    private final Output output;
    private final MessageDigest digest = Sha256.digest();
    private final StringBuilder pending = new StringBuilder(Manifest.HEADER).append('\n');
    private @Nullable RelativePath last;
    private long files;
    private long bytes;

    /** Takes the text, piece by piece. */
    @FunctionalInterface
    public interface Output {
        void take(byte[] piece) throws IOException;
    }

    private ManifestText(Output output) {
        this.output = output;
    }

    /**
     * Writes the text of all files, and returns what an event says of it.
     *
     * @throws IllegalArgumentException if the files are not in the order of their paths, or one occurs twice
     * @throws IOException if the files cannot be read, or the output fails
     */
    public static PartitionVersion write(ManifestFiles files, Output output) throws IOException {
        ManifestText text = new ManifestText(output);
        files.<RuntimeException>visit(text::add);
        text.flush();
        return new PartitionVersion(Sha256.finish(text.digest.digest()), text.files, text.bytes);
    }

    private void add(Manifest.Entry file) throws IOException {
        if (last != null && last.compareTo(file.path()) >= 0) {
            throw new IllegalArgumentException("'%s' comes after '%s', but not in order".formatted(file.path(), last));
        }
        last = file.path();
        files++;
        bytes += file.bytes();
        Manifest.append(pending, file);
        if (pending.length() >= PIECE_CHARACTERS) {
            flush();
        }
    }

    private void flush() throws IOException {
        byte[] piece = pending.toString().getBytes(StandardCharsets.UTF_8);
        digest.update(piece);
        output.take(piece);
        pending.setLength(0);
    }
}
