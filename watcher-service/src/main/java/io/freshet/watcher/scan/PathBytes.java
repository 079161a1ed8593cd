package io.freshet.watcher.scan;

import io.freshet.contracts.data.RelativePath;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Between paths and the bytes that the file system has for them. A {@link Path} keeps its bytes, but shows them only as text in
 * the JVM's own encoding, where what is not valid in it is lost; so only plain ASCII goes that short way.
 */
public final class PathBytes {
    private PathBytes() {}

    /** The bytes of the last name of an absolute path. */
    static byte[] name(Path path) {
        String text = String.valueOf(path.getFileName());
        if (isAscii(text)) {
            return text.getBytes(StandardCharsets.ISO_8859_1);
        }
        Path directory = path.getParent();
        return directory == null
                ? text.getBytes(StandardCharsets.UTF_8)
                : RelativePath.between(directory, path).bytes();
    }

    /** The bytes of an absolute path. */
    public static byte[] of(Path path) {
        String text = path.toString();
        if (isAscii(text)) {
            return text.getBytes(StandardCharsets.ISO_8859_1);
        }
        byte[] relative = RelativePath.between(path.getRoot(), path).bytes();
        byte[] bytes = new byte[relative.length + 1];
        bytes[0] = '/';
        System.arraycopy(relative, 0, bytes, 1, relative.length);
        return bytes;
    }

    /** The path of an entry of a directory. */
    public static Path resolve(Path directory, byte[] name) {
        for (byte b : name) {
            if (b < 0) {
                return RelativePath.ofBytes(name).resolveIn(directory);
            }
        }
        return directory.resolve(new String(name, StandardCharsets.ISO_8859_1));
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }
}
