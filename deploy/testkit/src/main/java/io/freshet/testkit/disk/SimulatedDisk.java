package io.freshet.testkit.disk;

import io.freshet.servicekit.disk.Disk;
import io.freshet.servicekit.disk.LocalDisk;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A disk whose power can be lost. Operations are done in a real directory, so that everything else (a task's writing, a reader) needs no
 * simulation; what {@link #sync} was called for is remembered, and {@link #losePower} puts the directory into a state that a power failure
 * may leave: with what was synced, and of the rest what a {@link Survival} says. What is there at the beginning counts as synced.
 * Thread-safe, if the interruption is.
 */
public final class SimulatedDisk implements Disk, AutoCloseable {
    private final Path root;
    private final Interruption interruption;
    /** An open file keeps its number from being given to another one. */
    private final Map<Object, FileChannel> pins = new HashMap<>();

    private final Map<Object, FileImage> syncedFiles = new HashMap<>();
    private final Map<Object, Map<String, Entry>> syncedDirectories = new HashMap<>();

    /** Comes before every operation. */
    @FunctionalInterface
    public interface Interruption {
        Interruption NONE = (operation, path) -> {};

        /**
         * @throws IOException if the operation is to fail; an {@link Error} stands for the death of the process
         */
        void before(String operation, Path path) throws IOException;
    }

    /** A name in a directory, and the identity of what has it. */
    record Entry(Object key, boolean isDirectory) {}

    public SimulatedDisk(Path root, Interruption interruption) throws IOException {
        this.root = root;
        this.interruption = interruption;
        remember(root);
    }

    private void remember(Path directory) throws IOException {
        syncNow(directory);
        try (Stream<Path> children = Files.list(directory)) {
            for (Path child : (Iterable<Path>) children::iterator) {
                BasicFileAttributes attributes = attributes(child);
                if (attributes.isDirectory()) {
                    remember(child);
                } else if (attributes.isRegularFile()) {
                    syncNow(child);
                }
            }
        }
    }

    @Override
    public void write(Path file, byte[] content) throws IOException {
        interruption.before("write", file);
        LocalDisk.SYNCED.write(file, content);
    }

    @Override
    public void write(Path file, long offset, byte[] content) throws IOException {
        interruption.before("append", file);
        LocalDisk.SYNCED.write(file, offset, content);
    }

    @Override
    public void copy(Path from, Path to) throws IOException {
        interruption.before("copy", to);
        LocalDisk.SYNCED.copy(from, to);
    }

    @Override
    public void sync(Path path) throws IOException {
        interruption.before("sync", path);
        syncNow(path);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        interruption.before("rename", to);
        LocalDisk.SYNCED.rename(from, to);
    }

    @Override
    public void link(Path existing, Path name) throws IOException {
        interruption.before("link", name);
        LocalDisk.SYNCED.link(existing, name);
    }

    @Override
    public boolean delete(Path path) throws IOException {
        interruption.before("delete", path);
        return LocalDisk.SYNCED.delete(path);
    }

    @Override
    public void createDirectory(Path directory) throws IOException {
        interruption.before("mkdir", directory);
        LocalDisk.SYNCED.createDirectory(directory);
    }

    private synchronized void syncNow(Path path) throws IOException {
        BasicFileAttributes attributes = attributes(path);
        Object key = pin(path, attributes);
        if (attributes.isDirectory()) {
            syncedDirectories.put(key, entries(path));
        } else {
            syncedFiles.put(key, FileImage.of(path));
        }
    }

    private Map<String, Entry> entries(Path directory) throws IOException {
        Map<String, Entry> entries = new HashMap<>();
        try (Stream<Path> children = Files.list(directory)) {
            for (Path child : (Iterable<Path>) children::iterator) {
                BasicFileAttributes attributes = attributes(child);
                if (attributes.isRegularFile() || attributes.isDirectory()) {
                    entries.put(
                            child.getFileName().toString(),
                            new Entry(pin(child, attributes), attributes.isDirectory()));
                }
            }
        }
        return entries;
    }

    private Object pin(Path path, BasicFileAttributes attributes) throws IOException {
        Object key = Objects.requireNonNull(attributes.fileKey());
        if (!pins.containsKey(key)) {
            pins.put(key, FileChannel.open(path, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)));
        }
        return key;
    }

    /** Puts the directory into a state that a power failure may leave. Nothing may use it meanwhile, and this object not any more. */
    public synchronized void losePower(Survival survival) throws IOException {
        Map<Object, FileImage> written = new HashMap<>();
        Map<Object, Map<String, Entry>> current = new HashMap<>();
        collect(root, written, current);
        Map<Object, FileImage> files = new HashMap<>();
        Set<Object> keys = new HashSet<>(written.keySet());
        keys.addAll(syncedFiles.keySet());
        for (Object key : keys) {
            files.put(key, FileImage.surviving(written.get(key), syncedFiles.get(key), survival));
        }
        Object rootKey = Objects.requireNonNull(attributes(root).fileKey());
        close();
        Remains.clear(root);
        new Remains(syncedDirectories, current, files, survival).write(root, rootKey);
    }

    private void collect(Path directory, Map<Object, FileImage> files, Map<Object, Map<String, Entry>> directories)
            throws IOException {
        Map<String, Entry> entries = entries(directory);
        directories.put(Objects.requireNonNull(attributes(directory).fileKey()), entries);
        for (Map.Entry<String, Entry> entry : entries.entrySet()) {
            Path path = directory.resolve(entry.getKey());
            if (entry.getValue().isDirectory()) {
                collect(path, files, directories);
            } else {
                files.put(entry.getValue().key(), FileImage.of(path));
            }
        }
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public synchronized void close() throws IOException {
        for (FileChannel pin : pins.values()) {
            pin.close();
        }
        pins.clear();
    }
}
