package io.freshet.launcher.dataplane;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.Manifest;
import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.data.RelativePath;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.AttemptSpec;
import io.freshet.contracts.event.Batch;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.event.PartitionChange;
import io.freshet.contracts.event.ProducedBy;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.CheckSpec;
import io.freshet.contracts.spec.ResourceSpec;
import io.freshet.contracts.spec.RunSpec;
import io.freshet.servicekit.disk.Disk;
import io.freshet.servicekit.disk.DurableFiles;
import io.freshet.servicekit.disk.FreeSpace;
import io.freshet.servicekit.disk.LocalDisk;
import io.freshet.servicekit.storage.ContentStore;
import io.freshet.servicekit.storage.StorageRoot;
import io.freshet.testkit.spec.AttemptSpecBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A small workflow's files: one watched input, code, one output with a directory per partition. */
final class Sample {
    static final Instant NOW = Instant.parse("2026-01-05T06:00:00Z");
    static final InstanceRef INSTANCE = InstanceRef.parse("prod/claims/clean/source=north/date=2026-01-05");
    static final DatasetRef RAW = DatasetRef.parse("prod/raw");
    static final DatasetRef CLEAN = DatasetRef.parse("prod/clean");
    static final PartitionKey PARTITION = INSTANCE.partition();
    private static final AtomicLong OFFSETS = new AtomicLong();
    static final String DIRECTORY = "north/2026-01-05";

    final StorageRoot root;
    private final ContentStore contents;

    Sample(Path directory) {
        this.root = new StorageRoot(directory);
        this.contents = new ContentStore(root, new DurableFiles(LocalDisk.UNSYNCED));
    }

    DataPlane dataPlane() throws IOException {
        return dataPlane(CrashPoints.NONE);
    }

    DataPlane dataPlane(Disk disk) throws IOException {
        return new DataPlane(root, "launcher-0", () -> NOW, disk);
    }

    /** The objects, as a launcher finds them that has just started. */
    ObjectStore objects() throws IOException {
        return objects(FreeSpace.withoutReserve());
    }

    ObjectStore objects(FreeSpace space) throws IOException {
        return new ObjectStore(root, "launcher-0", new DurableFiles(LocalDisk.UNSYNCED), space, CrashPoints.NONE);
    }

    DataPlane dataPlane(CrashPoints crashPoints) throws IOException {
        return new DataPlane(
                root, "launcher-0", () -> NOW, LocalDisk.UNSYNCED, FreeSpace.withoutReserve(), crashPoints);
    }

    /** Writes the watched files, as an upstream does, and what the watcher notes of them. */
    Fingerprint deliver(Map<String, String> files) throws IOException {
        List<Manifest.Entry> entries = new ArrayList<>();
        for (Map.Entry<String, String> file : files.entrySet()) {
            RelativePath path = new RelativePath(DIRECTORY + "/" + file.getKey());
            Path target = path.resolveIn(root.dataset(RAW, "raw"));
            Files.createDirectories(target.getParent());
            Files.writeString(target, file.getValue());
            byte[] content = file.getValue().getBytes(StandardCharsets.UTF_8);
            entries.add(new Manifest.Entry(path, content.length, Sha256.of(content)));
        }
        return contents.putManifest(new Manifest(entries));
    }

    AttemptSpec work(Fingerprint input, List<CheckSpec> checks, @Nullable Fingerprint previous) throws IOException {
        Fingerprint script = contents.putObject("echo".getBytes(StandardCharsets.UTF_8));
        Fingerprint code = contents.putManifest(
                new Manifest(List.of(new Manifest.Entry(new RelativePath("bin/run.sh"), 4, script))));
        return AttemptSpecBuilder.of(INSTANCE)
                .run(new RunSpec(null, List.of("sh", "run.sh"), List.of("bin"), Map.of(), ResourceSpec.DEFAULT))
                .code(code)
                .params(Map.of("currency", "USD"))
                .inputs(List.of(new AttemptSpec.Input(
                        "raw", RAW, "raw", true, List.of(new AttemptSpec.InputPartition(PARTITION, input)))))
                .outputs(List.of(new AttemptSpec.Output(CLEAN, "clean", "{source}/{date:yyyy-MM-dd}/*.csv", checks)))
                .actionKey(Sha256.of("key of " + input))
                .previousActionKey(previous)
                .build();
    }

    AttemptSpec work(Fingerprint input) throws IOException {
        return work(input, List.of(), null);
    }

    /** What the task of the sample does. */
    static void write(AttemptView view, Map<String, String> files) throws IOException {
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path target = view.out("clean").resolve(file.getKey());
            Files.createDirectories(target.getParent());
            Files.writeString(target, file.getValue());
        }
    }

    static LogPosition position(long offset) {
        return new LogPosition("log", 0, offset);
    }

    /** Publishes what comes next in the log. */
    static PublishResult publish(
            DataPlane dataPlane, @Nullable PartitionVersion before, @Nullable PartitionVersion after)
            throws IOException {
        return dataPlane.publish(accepted(before, after), position(OFFSETS.incrementAndGet()));
    }

    static FileChanges accepted(@Nullable PartitionVersion before, @Nullable PartitionVersion after) {
        Cause cause = new Cause("cause", Cause.Kind.FILES_CHANGED, NOW, "a test");
        return new FileChanges(
                CLEAN,
                "clean",
                "{source}/{date:yyyy-MM-dd}/*.csv",
                cause,
                Batch.single("batch"),
                List.of(new PartitionChange(PARTITION, before, after)),
                new ProducedBy(INSTANCE, "attempt", "run"),
                NOW);
    }

    /** Everything below the root: file contents by path. */
    Map<String, String> tree() throws IOException {
        return tree(root.root());
    }

    Map<String, String> published() throws IOException {
        return tree(root.dataset(CLEAN, "clean"));
    }

    private static Map<String, String> tree(Path directory) throws IOException {
        Map<String, String> tree = new TreeMap<>();
        if (!Files.exists(directory)) {
            return tree;
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                tree.put(directory.relativize(file).toString(), Files.readString(file));
                return FileVisitResult.CONTINUE;
            }
        });
        return tree;
    }
}
