package io.freshet.watcher.scan;

import io.freshet.watcher.domain.VolumeIdentity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Volumes as Linux has them mounted, by {@code /proc/self/mountinfo}; elsewhere the device alone has to do, and file systems below a
 * dataset's directory are not distinguished. The kernel bounds the number of mounts ({@code fs.mount-max}). Thread-safe.
 */
public final class MountTable implements VolumeReader {
    private static final Path MOUNTS = Path.of("/proc/self/mountinfo");
    private static final int ROOT_FIELD = 3;
    private static final int POINT_FIELD = 4;
    private static final int FIRST_OPTIONAL_FIELD = 6;

    @Override
    public SortedMap<String, VolumeIdentity> volumes(Path directory) throws IOException {
        SortedMap<String, VolumeIdentity> volumes = new TreeMap<>();
        Path real;
        try {
            real = directory.toRealPath();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return volumes;
        }
        Map<String, String> mounts = Files.isReadable(MOUNTS) ? parse(Files.readAllBytes(MOUNTS)) : Map.of();
        volumes.put("", identity(real, source(mounts, real)));
        String prefix = real + "/";
        for (Map.Entry<String, String> mount : mounts.entrySet()) {
            if (mount.getKey().startsWith(prefix)) {
                String below = mount.getKey().substring(prefix.length());
                at(Path.of(mount.getKey()))
                        .ifPresent(found -> volumes.put(
                                below, new VolumeIdentity(mount.getValue(), found.device(), found.inode())));
            }
        }
        return volumes;
    }

    @Override
    public Optional<VolumeIdentity> at(Path directory) {
        try {
            return Optional.of(identity(directory, ""));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** What is mounted where: of several mounts in one place the last one, which covers the others. */
    static Map<String, String> parse(byte[] table) {
        Map<String, String> mounts = new TreeMap<>();
        new String(table, StandardCharsets.UTF_8).lines().forEach(line -> {
            String[] fields = line.split(" ");
            int separator = FIRST_OPTIONAL_FIELD;
            while (separator < fields.length && !fields[separator].equals("-")) {
                separator++;
            }
            if (separator + 2 < fields.length) {
                String source = "%s %s %s"
                        .formatted(
                                fields[separator + 1], unescape(fields[separator + 2]), unescape(fields[ROOT_FIELD]));
                mounts.put(unescape(fields[POINT_FIELD]), source);
            }
        });
        return mounts;
    }

    private static String source(Map<String, String> mounts, Path directory) {
        for (Path at = directory; at != null; at = at.getParent()) {
            String source = mounts.get(at.toString());
            if (source != null) {
                return source;
            }
        }
        return "";
    }

    /** The kernel writes space, tab, newline and backslash as three octal digits. */
    private static String unescape(String field) {
        if (field.indexOf('\\') < 0) {
            return field;
        }
        byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream plain = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\\' && i + 3 < bytes.length) {
                plain.write(Integer.parseInt(new String(bytes, i + 1, 3, StandardCharsets.US_ASCII), 8));
                i += 3;
            } else {
                plain.write(bytes[i]);
            }
        }
        return plain.toString(StandardCharsets.UTF_8);
    }

    private static VolumeIdentity identity(Path directory, String source) throws IOException {
        Map<String, Object> attributes = Files.readAttributes(directory, "unix:dev,ino", LinkOption.NOFOLLOW_LINKS);
        return new VolumeIdentity(source, number(attributes, "dev"), number(attributes, "ino"));
    }

    private static long number(Map<String, Object> attributes, String name) {
        return ((Number) Objects.requireNonNull(attributes.get(name), name)).longValue();
    }
}
