package io.freshet.testkit.disk;

import io.freshet.embedded.DeletedTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes what a power failure has left. */
final class Remains {
    private final Map<Object, Map<String, SimulatedDisk.Entry>> synced;
    private final Map<Object, Map<String, SimulatedDisk.Entry>> current;
    private final Map<Object, FileImage> files;
    private final Survival survival;
    /** Where a file has its first name, so that more of them become links. */
    private final Map<Object, Path> placed = new HashMap<>();

    Remains(
            Map<Object, Map<String, SimulatedDisk.Entry>> synced,
            Map<Object, Map<String, SimulatedDisk.Entry>> current,
            Map<Object, FileImage> files,
            Survival survival) {
        this.synced = synced;
        this.current = current;
        this.files = files;
        this.survival = survival;
    }

    static void clear(Path root) throws IOException {
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (Stream<Path> children = Files.list(root)) {
            for (Path child : children.toList()) {
                DeletedTree.delete(child);
            }
        }
    }

    void write(Path directory, Object key) throws IOException {
        Map<String, SimulatedDisk.Entry> before = synced.getOrDefault(key, Map.of());
        Map<String, SimulatedDisk.Entry> after = current.getOrDefault(key, Map.of());
        TreeSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        boolean isChanged = survival.hasNames();
        for (String name : names) {
            SimulatedDisk.@Nullable Entry left = (isChanged ? after : before).get(name);
            if (left != null) {
                write(directory.resolve(name), left);
            }
        }
    }

    private void write(Path path, SimulatedDisk.Entry entry) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectory(path);
            write(path, entry.key());
            return;
        }
        Path first = placed.putIfAbsent(entry.key(), path);
        if (first == null) {
            // Of one that was never synced and has no name any more, nothing is known.
            files.getOrDefault(entry.key(), FileImage.EMPTY).write(path);
        } else {
            Files.createLink(path, first);
        }
    }
}
