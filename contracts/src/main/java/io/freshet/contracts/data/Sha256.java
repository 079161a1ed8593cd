package io.freshet.contracts.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;

/** SHA-256 of texts, bytes and files. Thread-safe. */
public final class Sha256 {
    private static final int BUFFER_BYTES = 256 * 1024;

    private Sha256() {}

    public static Fingerprint of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    public static Fingerprint of(byte[] bytes) {
        return finish(digest().digest(bytes));
    }

    /**
     * The hash of a file's content as it is read now; a symbolic link at the end of the path is not followed.
     *
     * @throws IOException if the file cannot be read
     */
    public static Fingerprint of(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            return of(channel);
        }
    }

    /** The hash of what a channel has from its position to its end; the channel stays open. */
    public static Fingerprint of(FileChannel channel) throws IOException {
        MessageDigest digest = digest();
        // One more than the size, so that a small file's end is seen with the second read.
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(BUFFER_BYTES, channel.size() + 1));
        while (channel.read(buffer.clear()) >= 0) {
            digest.update(buffer.flip());
        }
        return finish(digest.digest());
    }

    /** A fresh digest, for hashing while copying. */
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    public static Fingerprint finish(byte[] hash) {
        return new Fingerprint(HexFormat.of().formatHex(hash));
    }
}
