package io.freshet.launcher.dataplane;

import io.freshet.contracts.data.ContentStore;
import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.Manifest;
import io.freshet.contracts.data.RelativePath;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.data.StorageRoot;
import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.event.PartitionChange;
import io.freshet.contracts.partition.PartitionKey;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Projects accepted versions into the directories that people and tools read. Each file appears whole, by an atomic rename; files that are
 * gone are removed last; then a record says what the directory shows. Doing it again after a crash at any step ends the same.
 */
final class Publisher {
    private final StorageRoot root;
    private final ContentStore contents;
    private final ObjectStore objects;
    private final CrashPoints crashPoints;

    Publisher(StorageRoot root, ContentStore contents, ObjectStore objects, CrashPoints crashPoints) {
        this.root = root;
        this.contents = contents;
        this.objects = objects;
        this.crashPoints = crashPoints;
    }

    void publish(FileChanges accepted) throws IOException {
        Path directory = root.dataset(accepted.dataset(), accepted.path());
        for (PartitionChange change : accepted.changes()) {
            publish(accepted, directory, change);
        }
    }

    private void publish(FileChanges accepted, Path directory, PartitionChange change) throws IOException {
        Path marker = marker(accepted, change.partition());
        Manifest shown = shown(marker);
        Manifest after = change.after() == null
                ? Manifest.EMPTY
                : manifest(change.after().fingerprint());
        Set<RelativePath> kept = new HashSet<>();
        for (Manifest.Entry entry : after.files()) {
            kept.add(entry.path());
            place(directory, entry);
        }
        for (Manifest.Entry entry : shown.files()) {
            if (!kept.contains(entry.path())) {
                remove(directory, entry.path());
            }
        }
        crashPoints.reach("published " + change.partition());
        record(marker, change);
    }

    private void place(Path directory, Manifest.Entry entry) throws IOException {
        Path target = entry.path().resolveIn(directory);
        Trees.requireNoLinks(root.root(), RelativePath.between(root.root(), target));
        Path object = objects.find(entry.content(), entry.bytes())
                .orElseThrow(() -> new IOException("the content %s of %s is missing or damaged: it cannot be published"
                        .formatted(entry.content().brief(), target)));
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS) && Files.isSameFile(target, object)) {
            return;
        }
        Files.createDirectories(target.getParent());
        Path staged = objects.staged();
        try {
            objects.place(object, staged);
            crashPoints.reach("file placed " + entry.path());
            Files.move(staged, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(staged);
        }
    }

    /** Removes a file and the directories that are empty without it. */
    private void remove(Path directory, RelativePath path) throws IOException {
        Path target = path.resolveIn(directory);
        crashPoints.reach("file removed " + path);
        Files.deleteIfExists(target);
        Path parent = target.getParent();
        while (parent != null && !parent.equals(directory)) {
            try {
                Files.delete(parent);
            } catch (DirectoryNotEmptyException | NoSuchFileException e) {
                return;
            }
            parent = parent.getParent();
        }
    }

    private void record(Path marker, PartitionChange change) throws IOException {
        if (change.after() == null) {
            Files.deleteIfExists(marker);
            return;
        }
        Files.createDirectories(marker.getParent());
        Path staged = objects.staged();
        Files.writeString(staged, change.after().fingerprint().hex());
        Files.move(staged, marker, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private Manifest shown(Path marker) throws IOException {
        try {
            return manifest(Fingerprint.parse(Files.readString(marker)));
        } catch (NoSuchFileException e) {
            return Manifest.EMPTY;
        }
    }

    private Manifest manifest(Fingerprint fingerprint) throws IOException {
        Optional<Manifest> manifest = contents.manifest(fingerprint);
        return manifest.orElseThrow(() -> new IOException(
                "manifest %s is missing from the storage root: it cannot be published".formatted(fingerprint)));
    }

    /** Where it is noted which version of a partition its directory shows. */
    private Path marker(FileChanges accepted, PartitionKey partition) {
        return root.internal()
                .resolve("published")
                .resolve(accepted.dataset().namespace())
                .resolve(accepted.dataset().dataset())
                .resolve(Sha256.of(partition.toString()).hex().substring(0, 32));
    }
}
