package io.freshet.contracts.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Small content-addressed files below a storage root: manifests, and code. Everything is written aside and renamed into
 * place, so a reader sees a whole file or none, and writing the same content again changes nothing. Thread-safe, also between
 * processes.
 */
public final class ContentStore {
    private static final AtomicLong SEQUENCE = new AtomicLong();

    private final StorageRoot root;

    public ContentStore(StorageRoot root) {
        this.root = root;
    }

    /**
     * Stores a manifest and returns its fingerprint.
     *
     * @throws IOException if the storage root cannot be written
     */
    public Fingerprint putManifest(Manifest manifest) throws IOException {
        String text = manifest.text();
        Fingerprint fingerprint = Sha256.of(text);
        put(root.manifest(fingerprint), text.getBytes(StandardCharsets.UTF_8), "r--r--r--");
        return fingerprint;
    }

    /**
     * The stored manifest; empty if there is none.
     *
     * @throws IOException if it cannot be read, or its content no longer has this fingerprint
     */
    public Optional<Manifest> manifest(Fingerprint fingerprint) throws IOException {
        try {
            byte[] content = Files.readAllBytes(root.manifest(fingerprint));
            if (!Sha256.of(content).equals(fingerprint)) {
                throw new IOException("manifest %s is damaged: its content has another hash".formatted(fingerprint));
            }
            return Optional.of(Manifest.parse(new String(content, StandardCharsets.UTF_8)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /**
     * Stores a small content as an object and returns its hash.
     *
     * @throws IOException if the storage root cannot be written
     */
    public Fingerprint putObject(byte[] content) throws IOException {
        Fingerprint hash = Sha256.of(content);
        put(root.object(hash), content, "r--r--r--");
        return hash;
    }

    /** What is there and has another size is damaged, and replaced. */
    private void put(Path target, byte[] content, String permissions) throws IOException {
        if (Files.exists(target) && Files.size(target) == content.length) {
            return;
        }
        Files.createDirectories(root.staging());
        Files.createDirectories(target.getParent());
        Path staged = root.staging()
                .resolve("%s-%d-%d"
                        .formatted(target.getFileName(), ProcessHandle.current().pid(), SEQUENCE.incrementAndGet()));
        try {
            Files.write(staged, content);
            Files.setPosixFilePermissions(staged, PosixFilePermissions.fromString(permissions));
            Files.move(staged, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException e) {
            // Another writer was first; equal names are equal contents.
        } finally {
            Files.deleteIfExists(staged);
        }
    }
}
