package io.freshet.launcher.dataplane;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.Manifest;
import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.data.RelativePath;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.partition.Layout;
import io.freshet.launcher.dataplane.PublicationRecords.Reading;
import io.freshet.launcher.dataplane.PublishedPartition.Place;
import io.freshet.servicekit.disk.DurableFiles;
import io.freshet.servicekit.posix.FileStatus;
import io.freshet.servicekit.posix.OpenFile;
import io.freshet.servicekit.storage.ContentStore;
import io.freshet.servicekit.storage.StorageRoot;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Makes directories show what records say. Whoever calls holds the lock of the dataset. */
final class Projection {
    private final StorageRoot root;
    private final ContentStore contents;
    private final ObjectStore objects;
    private final DurableFiles files;
    private final PublicationRecords records;

    Projection(
            StorageRoot root,
            ContentStore contents,
            ObjectStore objects,
            DurableFiles files,
            PublicationRecords records) {
        this.root = root;
        this.contents = contents;
        this.objects = objects;
        this.files = files;
        this.records = records;
    }

    /** A partition with the contents that it is to show. */
    private record Ready(PublishedPartition partition, Manifest manifest, Map<Fingerprint, Path> found) {}

    /** Projects all of them; what fails leaves records by which it can be done again. */
    void project(List<PublishedPartition> partitions, PublishResult result) throws IOException {
        if (partitions.isEmpty()) {
            return;
        }
        List<Ready> ready = new ArrayList<>();
        for (PublishedPartition partition : partitions) {
            find(partition, result).ifPresent(ready::add);
        }
        records.write(partitions.stream().map(PublishedPartition::incomplete).toList());
        List<PublishedPartition> completed = new ArrayList<>();
        for (Ready each : ready) {
            show(each);
            completed.add(each.partition().completed());
        }
        for (PublishedPartition each : completed) {
            requireNotOvertaken(each);
        }
        records.write(completed);
        completed.stream().filter(each -> !each.announced()).forEach(result::completed);
    }

    /** Only possible if the lock was lost: on a network file system, after a long pause of the whole machine. */
    private void requireNotOvertaken(PublishedPartition partition) throws IOException {
        if (!(records.read(partition.dataset(), partition.partition()) instanceof Reading.Known(var known))
                || !known.position().equals(partition.position())) {
            throw new IOException("%s of %s was published by another launcher at the same time: it is looked at again"
                    .formatted(partition.partition(), partition.dataset()));
        }
    }

    private Optional<Ready> find(PublishedPartition partition, PublishResult result) throws IOException {
        PartitionVersion version = partition.version();
        Place target = partition.target();
        if (version == null || target == null) {
            return Optional.of(new Ready(partition, Manifest.EMPTY, Map.of()));
        }
        Optional<Manifest> manifest = contents.manifest(version.fingerprint());
        if (manifest.isEmpty()) {
            result.missing(
                    partition,
                    "the list of its files (manifest %s) is missing or damaged"
                            .formatted(version.fingerprint().brief()));
            return Optional.empty();
        }
        Map<Fingerprint, Path> found = new HashMap<>();
        for (Manifest.Entry entry : manifest.get().files()) {
            Optional<Path> object = objects.find(entry.content(), entry.bytes());
            if (object.isEmpty() && !restore(partition, target, entry)) {
                result.missing(
                        partition,
                        "the content %s of %s is missing or damaged"
                                .formatted(entry.content().brief(), entry.path()));
                return Optional.empty();
            }
            found.put(entry.content(), root.object(entry.content()));
        }
        return Optional.of(new Ready(partition, manifest.get(), found));
    }

    /** Takes a content that is lost from the file that shows it, if that is whole. */
    private boolean restore(PublishedPartition partition, Place target, Manifest.Entry entry) throws IOException {
        try (OpenFile shown = FileTrees.find(root.dataset(partition.dataset(), target.path()), entry.path())) {
            FileStatus status = shown.status();
            return status.isRegular() && status.bytes() == entry.bytes() && objects.copy(shown, entry.content());
        } catch (FileSystemException e) {
            // Not there, or something else is.
            return false;
        }
    }

    private void show(Ready ready) throws IOException {
        PublishedPartition partition = ready.partition();
        Map<String, Map<RelativePath, Manifest.Entry>> ours = new TreeMap<>();
        for (Place place : partition.remains()) {
            ours.computeIfAbsent(place.path(), path -> new HashMap<>()).putAll(filesOf(partition, place));
        }
        Place target = partition.target();
        if (target != null) {
            place(ready, target, ours.computeIfAbsent(target.path(), path -> new HashMap<>()));
        }
        for (Map.Entry<String, Map<RelativePath, Manifest.Entry>> place : ours.entrySet()) {
            remove(ready, place.getKey(), place.getValue());
        }
    }

    private void place(Ready ready, Place target, Map<RelativePath, Manifest.Entry> ours) throws IOException {
        if (ready.partition().complete()) {
            // What was shown and is not any more was changed by somebody.
            ready.manifest().files().forEach(entry -> ours.putIfAbsent(entry.path(), entry));
        }
        DatasetDirectory directory = directory(ready.partition(), target.path(), ours);
        for (Manifest.Entry entry : ready.manifest().files()) {
            directory.place(entry, ready.found().getOrDefault(entry.content(), root.object(entry.content())));
        }
        directory.sync();
    }

    private void remove(Ready ready, String path, Map<RelativePath, Manifest.Entry> ours) throws IOException {
        PublishedPartition partition = ready.partition();
        Place target = partition.target();
        boolean isTarget = target != null && path.equals(target.path());
        Set<RelativePath> kept = new HashSet<>();
        if (isTarget) {
            ready.manifest().files().forEach(entry -> kept.add(entry.path()));
        }
        DatasetDirectory directory = directory(partition, path, ours);
        for (RelativePath each : ours.keySet()) {
            if (!kept.contains(each)) {
                directory.remove(each);
            }
        }
        if (target != null && !isTarget) {
            directory.removeIfEmpty(root.root().resolve(partition.dataset().namespace()));
        }
        directory.sync();
    }

    private DatasetDirectory directory(
            PublishedPartition partition, String path, Map<RelativePath, Manifest.Entry> ours) {
        return new DatasetDirectory(root, root.dataset(partition.dataset(), path), files, objects, ours);
    }

    /** What a version has there; if that is not known, all that fits the partition. */
    private Map<RelativePath, Manifest.Entry> filesOf(PublishedPartition partition, Place place) throws IOException {
        Map<RelativePath, Manifest.Entry> entries = new HashMap<>();
        Optional<Manifest> manifest = place.version() == null
                ? Optional.empty()
                : contents.manifest(place.version().fingerprint());
        if (manifest.isPresent()) {
            manifest.get().files().forEach(entry -> entries.put(entry.path(), entry));
            return entries;
        }
        Path directory = root.dataset(partition.dataset(), place.path());
        Layout layout = Layout.parse(place.layout());
        for (Path file : regularFiles(directory)) {
            RelativePath path = RelativePath.between(directory, file);
            if (layout.match(path.text()).filter(partition.partition()::equals).isPresent()) {
                Fingerprint content = Sha256.of(file);
                // Another content was never ours, so it is left alone.
                if (Files.exists(root.object(content))) {
                    entries.put(path, new Manifest.Entry(path, Files.size(file), content));
                }
            }
        }
        return entries;
    }

    private static Collection<Path> regularFiles(Path directory) throws IOException {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        try (Stream<Path> walk = Files.walk(directory)) {
            return walk.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .toList();
        }
    }

    /** Whether the directory shows what the record says; contents are looked at as far as their stat gives reason to. */
    boolean isShown(PublishedPartition partition) throws IOException {
        Place target = partition.target();
        PartitionVersion version = partition.version();
        if (target == null || version == null) {
            return true;
        }
        Optional<Manifest> manifest = contents.manifest(version.fingerprint());
        if (manifest.isEmpty()) {
            return false;
        }
        DatasetDirectory directory = directory(partition, target.path(), Map.of());
        for (Manifest.Entry entry : manifest.get().files()) {
            Optional<Path> object = objects.find(entry.content(), entry.bytes());
            if (object.isEmpty() || !isShown(directory, entry, object.get())) {
                return false;
            }
        }
        return true;
    }

    private static boolean isShown(DatasetDirectory directory, Manifest.Entry entry, Path object) throws IOException {
        try {
            return directory.shows(entry, object);
        } catch (FileSystemException e) {
            // It cannot be read, so it is not what was put there; making it so says why that is not possible either.
            return false;
        }
    }
}
