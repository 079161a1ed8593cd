package io.freshet.servicekit.storage;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.Manifest;
import io.freshet.contracts.data.ManifestFiles;
import io.freshet.contracts.data.ManifestText;
import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.data.Sha256;
import io.freshet.servicekit.disk.DurableBatch;
import io.freshet.servicekit.disk.DurableFiles;
import io.freshet.servicekit.disk.LocalDisk;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Small content-addressed files below a storage root: manifests, lists of partitions, and code. Everything is durable before it has its name, so a reader sees
 * a whole file or none; writing the same content again changes nothing, and replaces what is damaged. Thread-safe, also between processes.
 */
public final class ContentStore {
    private static final Logger LOG = LoggerFactory.getLogger(ContentStore.class);
    private static final AtomicLong SEQUENCE = new AtomicLong();

    private final StorageRoot root;
    private final DurableFiles files;

    public ContentStore(StorageRoot root) {
        this(root, new DurableFiles(LocalDisk.SYNCED));
    }

    public ContentStore(StorageRoot root, DurableFiles files) {
        this.root = root;
        this.files = files;
    }

    /** A batch for what is to be put together. */
    public DurableBatch batch() {
        return new DurableBatch(files);
    }

    /**
     * Stores a manifest and returns its fingerprint.
     *
     * @throws IOException if the storage root cannot be written
     */
    public Fingerprint putManifest(Manifest manifest) throws IOException {
        DurableBatch batch = batch();
        Fingerprint fingerprint = putManifest(manifest, batch);
        batch.commit();
        return fingerprint;
    }

    /** Stores a manifest as soon as the batch is committed. */
    public Fingerprint putManifest(Manifest manifest, DurableBatch batch) throws IOException {
        String text = manifest.text();
        Fingerprint fingerprint = Sha256.of(text);
        put(root.manifest(fingerprint), text.getBytes(StandardCharsets.UTF_8), batch);
        return fingerprint;
    }

    /**
     * Stores the manifest of any number of files as soon as the batch is committed; it is written piece by piece.
     *
     * @param version what {@link Manifest#versionOf} said of the files
     * @throws IOException if the files are others by now, or the storage root cannot be written
     */
    public void putManifest(PartitionVersion version, ManifestFiles manifest, DurableBatch batch) throws IOException {
        Path target = root.manifest(version.fingerprint());
        if (hasContent(target, version.fingerprint())) {
            batch.keep(target);
            return;
        }
        aside(
                target,
                aside -> {
                    files.disk().write(aside, new byte[0]);
                    if (!ManifestText.write(manifest, new Appending(aside)).equals(version)) {
                        throw new IOException(
                                "the files of a partition changed while their list was written: try again");
                    }
                },
                batch);
    }

    /** Writes one piece after the other to a file. */
    private final class Appending implements ManifestText.Output {
        private final Path file;
        private long position;

        Appending(Path file) {
            this.file = file;
        }

        @Override
        public void take(byte[] piece) throws IOException {
            files.disk().write(file, position, piece);
            position += piece.length;
        }
    }

    /**
     * Visits the files of a stored manifest in the order of paths, however many they are. All of it is verified before the first is visited;
     * one that is damaged is moved aside and counts as missing.
     *
     * @return false if there is none, and then nothing was visited
     * @throws IOException if it cannot be read
     */
    public <E extends Exception> boolean visitManifest(Fingerprint fingerprint, ManifestFiles.Visitor<E> visitor)
            throws IOException, E {
        Path file = root.manifest(fingerprint);
        if (!Files.exists(file)) {
            return false;
        }
        if (!Sha256.of(file).equals(fingerprint)) {
            quarantine(file, fingerprint, "manifest");
            return false;
        }
        try (BufferedReader text = Files.newBufferedReader(file)) {
            Manifest.visit(text, visitor);
        }
        return true;
    }

    /**
     * The stored manifest, all of it in memory; empty if there is none. One that is damaged is moved aside and counts as missing.
     *
     * @throws IOException if it cannot be read
     */
    public Optional<Manifest> manifest(Fingerprint fingerprint) throws IOException {
        return read(root.manifest(fingerprint), fingerprint, "manifest").map(Manifest::parse);
    }

    /** Stores the text of a list, see {@link StorageRoot#list}, as soon as the batch is committed. */
    public Fingerprint putList(String text, DurableBatch batch) throws IOException {
        Fingerprint hash = Sha256.of(text);
        put(root.list(hash), text.getBytes(StandardCharsets.UTF_8), batch);
        return hash;
    }

    /**
     * The text of a stored list; empty if there is none. One that is damaged is moved aside and counts as missing.
     *
     * @throws IOException if it cannot be read
     */
    public Optional<String> list(Fingerprint hash) throws IOException {
        return read(root.list(hash), hash, "list");
    }

    private Optional<String> read(Path file, Fingerprint hash, String kind) throws IOException {
        try {
            byte[] content = Files.readAllBytes(file);
            if (Sha256.of(content).equals(hash)) {
                return Optional.of(new String(content, StandardCharsets.UTF_8));
            }
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        quarantine(file, hash, kind);
        return Optional.empty();
    }

    private void quarantine(Path file, Fingerprint hash, String kind) throws IOException {
        LOG.atError()
                .addKeyValue("kind", kind)
                .addKeyValue("hash", hash)
                .addKeyValue("file", file)
                .log("A stored text is damaged: it was moved aside and counts as missing");
        files.createDirectories(root.damaged());
        files.disk().rename(file, root.damaged().resolve(kind + "-" + hash.hex()));
    }

    /**
     * Stores a small content as an object and returns its hash.
     *
     * @throws IOException if the storage root cannot be written
     */
    public Fingerprint putObject(byte[] content) throws IOException {
        DurableBatch batch = batch();
        Fingerprint hash = putObject(content, batch);
        batch.commit();
        return hash;
    }

    /** Stores a small content as an object as soon as the batch is committed. */
    public Fingerprint putObject(byte[] content, DurableBatch batch) throws IOException {
        Fingerprint hash = Sha256.of(content);
        put(root.object(hash), content, batch);
        return hash;
    }

    /**
     * Stores a file of any size as an object as soon as the batch is committed.
     *
     * @param hash what the file was found to hold
     * @throws IOException if the file cannot be read, holds something else by now, or the storage root cannot be written
     */
    public void putObject(Fingerprint hash, Path file, DurableBatch batch) throws IOException {
        Path target = root.object(hash);
        if (hasContent(target, hash)) {
            batch.keep(target);
            return;
        }
        aside(
                target,
                aside -> {
                    files.disk().copy(file, aside);
                    if (!Sha256.of(aside).equals(hash)) {
                        throw new IOException("the content of %s was changed while it was stored".formatted(file));
                    }
                },
                batch);
    }

    private void put(Path target, byte[] content, DurableBatch batch) throws IOException {
        if (hasContent(target, content)) {
            batch.keep(target);
            return;
        }
        aside(target, aside -> files.disk().write(aside, content), batch);
    }

    /** Writes a file that does not exist yet. */
    @FunctionalInterface
    private interface Writing {
        void to(Path file) throws IOException;
    }

    private void aside(Path target, Writing writing, DurableBatch batch) throws IOException {
        files.createDirectories(root.staging());
        files.createParent(target);
        Path aside = root.staging()
                .resolve("%s-%d-%d"
                        .formatted(target.getFileName(), ProcessHandle.current().pid(), SEQUENCE.incrementAndGet()));
        try {
            writing.to(aside);
            Files.setPosixFilePermissions(aside, PosixFilePermissions.fromString("r--r--r--"));
        } catch (IOException e) {
            Files.deleteIfExists(aside);
            throw e;
        }
        batch.rename(aside, target);
    }

    private static boolean hasContent(Path file, Fingerprint hash) throws IOException {
        try {
            return Sha256.of(file).equals(hash);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Compared, and not only by size: what is damaged heals when it is put again. */
    private static boolean hasContent(Path file, byte[] content) throws IOException {
        try {
            return Files.size(file) == content.length && Arrays.equals(Files.readAllBytes(file), content);
        } catch (NoSuchFileException e) {
            return false;
        }
    }
}
