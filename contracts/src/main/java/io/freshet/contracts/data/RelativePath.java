package io.freshet.contracts.data;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.freshet.contracts.partition.PercentEncoding;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.BitSet;

/**
 * A file's path below a dataset's directory, for any name a POSIX file system allows.
 *
 * <p>The written form is the path with {@code /} between segments. Where the bytes are not valid UTF-8, or contain a control
 * character or {@code %}, those bytes (all non-ASCII ones, if the name is not UTF-8) are percent-encoded; so equal text means
 * equal bytes, and one path is always one line. Conversion from and to {@link Path} keeps the bytes whatever the JVM's
 * locale, because it goes through the URI form.
 */
public record RelativePath(String text) implements Comparable<RelativePath> {
    private static final BitSet ASCII_AS_IS = asciiAsIs();
    private static final BitSet URI_PATH = uriPath();

    public RelativePath {
        if (text.isEmpty() || text.startsWith("/") || text.endsWith("/")) {
            throw new IllegalArgumentException("'%s' is not a relative path of a file".formatted(text));
        }
        for (String segment : text.split("/", -1)) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                throw new IllegalArgumentException("'%s' has an empty, '.' or '..' segment".formatted(text));
            }
        }
        requireCanonical(text);
    }

    @JsonCreator
    public static RelativePath parse(String text) {
        return new RelativePath(text);
    }

    /**
     * The path of {@code file} below {@code directory}; both absolute and normalised, on a POSIX file system.
     *
     * @throws IllegalArgumentException if it is not below
     */
    public static RelativePath between(Path directory, Path file) {
        String rawDirectory = rawPath(directory);
        String rawFile = rawPath(file);
        String prefix = rawDirectory.endsWith("/") ? rawDirectory : rawDirectory + "/";
        if (!rawFile.startsWith(prefix)) {
            throw new IllegalArgumentException("'%s' is not below '%s'".formatted(file, directory));
        }
        return ofBytes(PercentEncoding.decodeBytes(rawFile.substring(prefix.length())));
    }

    /**
     * The path with these bytes.
     *
     * @throws IllegalArgumentException if they are not a relative path without empty, {@code .} or {@code ..} segments
     */
    public static RelativePath ofBytes(byte[] bytes) {
        return new RelativePath(textOf(bytes));
    }

    /** The file below an absolute directory. The result is always below it: the text has no {@code ..}. */
    public Path resolveIn(Path directory) {
        String rawDirectory = rawPath(directory);
        String prefix = rawDirectory.endsWith("/") ? rawDirectory : rawDirectory + "/";
        return Path.of(URI.create("file://" + prefix + PercentEncoding.encode(bytes(), URI_PATH)));
    }

    /** The path's bytes, as the file system has them. */
    public byte[] bytes() {
        return PercentEncoding.decodeBytes(text);
    }

    @Override
    public int compareTo(RelativePath other) {
        return text.compareTo(other.text);
    }

    @Override
    @JsonValue
    public String toString() {
        return text;
    }

    /** One path has one text; and what is escaped is neither a slash nor a dot, so that no {@code ..} hides in it. */
    private static void requireCanonical(String text) {
        boolean plain =
                text.chars().noneMatch(c -> c == '%' || Character.isISOControl(c) || Character.isSurrogate((char) c));
        if (!plain && !textOf(PercentEncoding.decodeBytes(text)).equals(text)) {
            throw new IllegalArgumentException(
                    "'%s' is not the written form of a path: it escapes too much or too little".formatted(text));
        }
    }

    private static String textOf(byte[] bytes) {
        try {
            String utf8 = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return escapeControls(utf8);
        } catch (CharacterCodingException e) {
            return PercentEncoding.encode(bytes, ASCII_AS_IS);
        }
    }

    private static String rawPath(Path path) {
        String raw = path.toUri().getRawPath();
        return raw.length() > 1 && raw.endsWith("/") ? raw.substring(0, raw.length() - 1) : raw;
    }

    private static String escapeControls(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (c == '%' || Character.isISOControl(c)) {
                byte[] bytes = Character.toString(c).getBytes(StandardCharsets.UTF_8);
                escaped.append(PercentEncoding.encode(bytes, new BitSet()));
            } else {
                escaped.appendCodePoint(c);
            }
        });
        return escaped.toString();
    }

    private static BitSet asciiAsIs() {
        BitSet set = new BitSet(256);
        set.set(0x20, 0x7f);
        set.clear('%');
        return set;
    }

    private static BitSet uriPath() {
        BitSet set = new BitSet(256);
        set.set('a', 'z' + 1);
        set.set('A', 'Z' + 1);
        set.set('0', '9' + 1);
        "/._-~".chars().forEach(set::set);
        return set;
    }
}
