package io.freshet.launcher.dataplane;

import io.freshet.contracts.data.ContentStore;
import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.Manifest;
import io.freshet.contracts.data.RelativePath;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.disk.DurableBatch;
import io.freshet.contracts.event.Outcome.OutputPartition;
import io.freshet.contracts.event.Work;
import io.freshet.contracts.partition.Layout;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.workflow.CacheSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Takes over what an attempt wrote: hashes it, checks it, stores it. Files stay in the attempt's directory too, so doing it again is safe. */
final class Staging {
    private final ContentStore contents;
    private final ObjectStore objects;
    private final ActionStore actions;
    private final InstantSource clock;
    private final CrashPoints crashPoints;

    Staging(
            ContentStore contents,
            ObjectStore objects,
            ActionStore actions,
            InstantSource clock,
            CrashPoints crashPoints) {
        this.contents = contents;
        this.objects = objects;
        this.actions = actions;
        this.clock = clock;
        this.crashPoints = crashPoints;
    }

    StageResult stage(String attempt, Work work, AttemptView view) throws IOException {
        try {
            List<OutputPartition> outputs = new ArrayList<>();
            DurableBatch batch = contents.batch();
            for (Work.Output output : work.outputs()) {
                stage(work, output, view.out(output.name()), batch).ifPresent(outputs::add);
            }
            // Before anything names them: a record that is read is a promise that its contents are there.
            batch.commit();
            ActionResult result = new ActionResult(
                    work.actionKey(),
                    attempt,
                    outputs,
                    Results.read(view.results()),
                    work.inputs(),
                    !(work.cache() instanceof CacheSpec.Off),
                    clock.instant());
            actions.write(result);
            return new StageResult.Staged(result);
        } catch (RejectedOutputException e) {
            return new StageResult.Rejected(e.reason());
        }
    }

    /** The staged partition; empty if the attempt wrote no file for it, so that the partition does not exist. */
    private Optional<OutputPartition> stage(Work work, Work.Output output, Path directory, DurableBatch batch)
            throws IOException, RejectedOutputException {
        Layout layout = Layout.parse(output.layout());
        PartitionKey expected = work.instance().partition().project(layout.dimensions());
        List<Path> files = new ArrayList<>();
        List<Manifest.Entry> entries = new ArrayList<>();
        for (Path file : files(output, directory)) {
            RelativePath path = RelativePath.between(directory, file);
            requirePartition(output, layout, expected, path);
            entries.add(new Manifest.Entry(path, Files.size(file), hash(output, directory, file)));
            files.add(file);
        }
        Checks.verify(output, files);
        for (int i = 0; i < files.size(); i++) {
            objects.store(files.get(i), entries.get(i).content(), entries.get(i).bytes(), batch);
        }
        if (entries.isEmpty()) {
            return Optional.empty();
        }
        Manifest manifest = new Manifest(entries);
        crashPoints.reach("manifest stored");
        contents.putManifest(manifest, batch);
        return Optional.of(new OutputPartition(output.dataset(), expected, manifest.version()));
    }

    private static Fingerprint hash(Work.Output output, Path directory, Path file)
            throws IOException, RejectedOutputException {
        try {
            return Sha256.of(file);
        } catch (AccessDeniedException e) {
            throw unreadable(output, directory, file);
        }
    }

    private static RejectedOutputException unreadable(Work.Output output, Path directory, Path path) {
        return new RejectedOutputException(
                "output %s: the launcher may not read '%s'; let the task's group read what it writes (umask 027, for example)"
                        .formatted(output.name(), directory.relativize(path)));
    }

    private static void requirePartition(Work.Output output, Layout layout, PartitionKey expected, RelativePath path)
            throws RejectedOutputException {
        PartitionKey found = layout.match(path.text())
                .orElseThrow(() -> new RejectedOutputException(
                        "output %s: '%s' does not fit the layout %s; for this instance it would be %s"
                                .formatted(output.name(), path, layout, layout.format(expected))));
        if (!found.equals(expected)) {
            throw new RejectedOutputException("output %s: '%s' belongs to partition %s, but this instance writes %s"
                    .formatted(output.name(), path, found, expected));
        }
    }

    private static List<Path> files(Work.Output output, Path directory) throws IOException, RejectedOutputException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(directory)) {
            for (Path path : (Iterable<Path>) walk::iterator) {
                BasicFileAttributes attributes =
                        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                if (attributes.isRegularFile()) {
                    files.add(path);
                } else if (!attributes.isDirectory()) {
                    throw new RejectedOutputException("output %s: '%s' is a link or a special file; write plain files"
                            .formatted(output.name(), RelativePath.between(directory, path)));
                }
            }
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof AccessDeniedException denied) {
                throw unreadable(output, directory, Path.of(denied.getFile()));
            }
            throw e;
        }
        return files;
    }
}
