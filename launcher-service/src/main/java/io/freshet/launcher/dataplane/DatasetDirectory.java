package io.freshet.launcher.dataplane;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.Manifest;
import io.freshet.contracts.data.RelativePath;
import io.freshet.contracts.data.Sha256;
import io.freshet.servicekit.disk.DurableFiles;
import io.freshet.servicekit.storage.StorageRoot;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A dataset's directory while files of one partition are put there and removed. What we have not put there is never destroyed: where it is in
 * the way it is kept under another name beside, and what was changed of ours is kept among what is damaged. For one thread.
 */
final class DatasetDirectory {
    private static final Logger LOG = LoggerFactory.getLogger(DatasetDirectory.class);
    private static final String KEPT = ".before-freshet-";
    private static final int MOST_KEPT = 10_000;

    private final StorageRoot root;
    private final Path directory;
    private final DurableFiles files;
    private final ObjectStore objects;
    /** What we have put there, as far as it is known, and is to go or to be replaced. */
    private final Map<RelativePath, Manifest.Entry> ours;
    /** Directories whose names have changed. */
    private final Set<Path> touched = new LinkedHashSet<>();

    DatasetDirectory(
            StorageRoot root,
            Path directory,
            DurableFiles files,
            ObjectStore objects,
            Map<RelativePath, Manifest.Entry> ours) {
        this.root = root;
        this.directory = directory;
        this.files = files;
        this.objects = objects;
        this.ours = ours;
    }

    /** Whether a file is there as it is to be. */
    boolean shows(Manifest.Entry entry, Path object) throws IOException {
        Path target = entry.path().resolveIn(directory);
        return Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)
                && (Files.isSameFile(target, object) || hasContent(target, entry));
    }

    /** Makes a file appear, whole. */
    void place(Manifest.Entry entry, Path object) throws IOException {
        Path target = entry.path().resolveIn(directory);
        makeParents(target);
        if (Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)) {
            if (Files.isSameFile(target, object)) {
                return;
            }
            if (!hasContent(target, entry)) {
                setAside(entry.path(), target);
            }
        } else if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            clear(entry.path(), target);
        }
        Path staged = objects.staged();
        try {
            objects.place(object, staged);
            if (!Files.isSameFile(staged, object)) {
                files.disk().sync(staged);
            }
            files.disk().rename(staged, target);
        } finally {
            Files.deleteIfExists(staged);
        }
        touched.add(parent(target));
    }

    /** Removes a file of ours, unless it is no file any more, and the directories that are empty without it. */
    void remove(RelativePath path) throws IOException {
        Path target = path.resolveIn(directory);
        if (isBehindLink(target) || !Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        setAside(path, target);
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            files.disk().delete(target);
        }
        touched.add(parent(target));
        prune(parent(target), directory);
    }

    /** Removes the directory itself and those above it, as far as they are empty. */
    void removeIfEmpty(Path above) throws IOException {
        prune(directory, above);
    }

    /** Returns when the names are durable. */
    void sync() throws IOException {
        List<Path> existing = new ArrayList<>();
        for (Path each : touched) {
            if (Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)) {
                existing.add(each);
            }
        }
        files.disk().sync(existing);
        touched.clear();
    }

    private void makeParents(Path target) throws IOException {
        Path at = root.root();
        for (Path name : root.root().relativize(parent(target))) {
            at = at.resolve(name);
            if (Files.isSymbolicLink(at)) {
                throw new IOException(
                        "'%s' is a symbolic link, which could lead out of the storage root: remove it".formatted(at));
            }
            if (Files.isDirectory(at)) {
                continue;
            }
            if (Files.exists(at)) {
                clearFile(at);
            }
            files.disk().createDirectory(at);
            touched.add(parent(at));
        }
    }

    /** A file is where a directory has to be. */
    private void clearFile(Path file) throws IOException {
        if (file.startsWith(directory) && !file.equals(directory)) {
            RelativePath path = RelativePath.between(directory, file);
            if (ours.containsKey(path)) {
                remove(path);
                return;
            }
        }
        keep(file);
    }

    /** Something else is where a file has to be: of a directory, what is ours goes, and the rest is kept. */
    private void clear(RelativePath path, Path target) throws IOException {
        if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            String below = path.text() + "/";
            for (RelativePath each : List.copyOf(ours.keySet())) {
                if (each.text().startsWith(below)) {
                    remove(each);
                }
            }
            pruneWithin(target);
        }
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            keep(target);
        }
    }

    private void pruneWithin(Path target) throws IOException {
        if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        List<Path> directories;
        try (Stream<Path> walk = Files.walk(target)) {
            directories = walk.filter(each -> Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
        for (Path each : directories) {
            if (!deleteIfEmpty(each)) {
                return;
            }
        }
    }

    private void prune(Path from, Path until) throws IOException {
        for (Path at = from; !at.equals(until) && at.startsWith(until); at = parent(at)) {
            if (!deleteIfEmpty(at)) {
                return;
            }
        }
    }

    private boolean deleteIfEmpty(Path at) throws IOException {
        try {
            files.disk().delete(at);
            touched.add(parent(at));
            return true;
        } catch (DirectoryNotEmptyException | NotDirectoryException e) {
            return false;
        }
    }

    /** Keeps what is in the way of our file, unless it is what we have put there. */
    private void setAside(RelativePath path, Path target) throws IOException {
        Manifest.Entry entry = ours.get(path);
        if (entry == null) {
            keep(target);
        } else if (!isIntact(target, entry)) {
            Path kept = objects.damagedName(target);
            LOG.atWarn()
                    .addKeyValue("file", target)
                    .addKeyValue("kept", kept)
                    .log("A published file was changed by somebody else; it is replaced, and what it was is kept");
            files.createParent(kept);
            files.disk().rename(target, kept);
        }
    }

    private boolean isIntact(Path target, Manifest.Entry entry) throws IOException {
        Path object = root.object(entry.content());
        return (Files.exists(object) && Files.isSameFile(target, object)) || hasContent(target, entry);
    }

    private static boolean hasContent(Path target, Manifest.Entry entry) throws IOException {
        Fingerprint expected = entry.content();
        return Files.size(target) == entry.bytes() && Sha256.of(target).equals(expected);
    }

    private void keep(Path target) throws IOException {
        for (int number = 1; number <= MOST_KEPT; number++) {
            Path kept = target.resolveSibling(target.getFileName() + KEPT + number);
            if (Files.notExists(kept, LinkOption.NOFOLLOW_LINKS)) {
                files.disk().rename(target, kept);
                touched.add(parent(target));
                LOG.atWarn()
                        .addKeyValue("file", target)
                        .addKeyValue("kept", kept)
                        .log("Something was in the way of a published file; it is kept under another name");
                return;
            }
        }
        throw new IOException("'%s' is in the way, and there are %d kept of that name already: remove them"
                .formatted(target, MOST_KEPT));
    }

    private boolean isBehindLink(Path target) {
        for (Path at = parent(target); !at.equals(root.root()) && at.startsWith(root.root()); at = parent(at)) {
            if (Files.isSymbolicLink(at)) {
                return true;
            }
        }
        return false;
    }

    private static Path parent(Path path) {
        Path parent = path.getParent();
        if (parent == null) {
            throw new IllegalArgumentException("'%s' is the root of the file system".formatted(path));
        }
        return parent;
    }
}
