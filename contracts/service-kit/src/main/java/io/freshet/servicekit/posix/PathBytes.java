package io.freshet.servicekit.posix;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;

/** Paths as the bytes that the file system has, and back, whatever the locale of this process. */
final class PathBytes {
    private static final Path ROOT = Path.of("/");

    private PathBytes() {}

    static byte[] of(Path path) {
        String text = path.toString();
        if (text.chars().allMatch(c -> c > 0 && c < 0x80)) {
            return text.getBytes(StandardCharsets.US_ASCII);
        }
        // The URI of an absolute path has the bytes themselves, percent-encoded.
        String raw = ROOT.resolve(path).toUri().getRawPath();
        int begin = path.isAbsolute() ? 0 : 1;
        int end = raw.length() > 1 && raw.endsWith("/") ? raw.length() - 1 : raw.length();
        return decode(raw.substring(begin, end));
    }

    /** The name of an entry of a directory. */
    static Path name(byte[] bytes) {
        StringBuilder raw = new StringBuilder("file:///");
        for (byte b : bytes) {
            raw.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
        }
        return ROOT.relativize(Path.of(URI.create(raw.toString())));
    }

    private static byte[] decode(String raw) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            if (raw.charAt(i) == '%') {
                bytes.write(HexFormat.fromHexDigits(raw, i + 1, i + 3));
                i += 2;
            } else {
                bytes.write(raw.charAt(i));
            }
        }
        return bytes.toByteArray();
    }
}
