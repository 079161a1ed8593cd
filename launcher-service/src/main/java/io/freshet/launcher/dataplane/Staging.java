package io.freshet.launcher.dataplane;

import io.freshet.contracts.data.ContentStore;
import io.freshet.contracts.data.Manifest;
import io.freshet.contracts.data.RelativePath;
import io.freshet.contracts.disk.DurableBatch;
import io.freshet.contracts.event.Outcome.OutputPartition;
import io.freshet.contracts.event.Work;
import io.freshet.contracts.partition.Layout;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.workflow.CacheSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes over what an attempt wrote, checks it, stores it. Files stay where they were taken to until the attempt ends, so doing it again is safe. */
final class Staging {
    private final Takeover takeover;
    private final ContentStore contents;
    private final ObjectStore objects;
    private final ActionStore actions;
    private final InstantSource clock;
    private final CrashPoints crashPoints;

    Staging(
            Takeover takeover,
            ContentStore contents,
            ObjectStore objects,
            ActionStore actions,
            InstantSource clock,
            CrashPoints crashPoints) {
        this.takeover = takeover;
        this.contents = contents;
        this.objects = objects;
        this.actions = actions;
        this.clock = clock;
        this.crashPoints = crashPoints;
    }

    StageResult stage(String attempt, Work work, AttemptView view, Owner writer) throws IOException {
        List<OutputFile> taken = new ArrayList<>();
        try {
            takeover.seize(attempt, view);
            List<OutputPartition> outputs = new ArrayList<>();
            DurableBatch batch = contents.batch();
            for (Work.Output output : work.outputs()) {
                List<OutputFile> files = takeover.take(attempt, output.name(), writer);
                taken.addAll(files);
                stage(work, output, files, batch).ifPresent(outputs::add);
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
        } finally {
            deleteCopies(taken);
        }
    }

    private static void deleteCopies(List<OutputFile> files) throws IOException {
        for (OutputFile file : files) {
            if (file.copied()) {
                Files.deleteIfExists(file.content());
            }
        }
    }

    /** The staged partition; empty if the attempt wrote no file for it, so that the partition does not exist. */
    private Optional<OutputPartition> stage(Work work, Work.Output output, List<OutputFile> files, DurableBatch batch)
            throws IOException, RejectedOutputException {
        Layout layout = Layout.parse(output.layout());
        PartitionKey expected = work.instance().partition().project(layout.dimensions());
        for (OutputFile file : files) {
            requirePartition(output, layout, expected, file.path());
        }
        Checks.verify(output, files, objects.staged());
        for (OutputFile file : files) {
            if (file.copied()) {
                objects.storeCopy(file.content(), file.hash(), file.bytes(), batch);
            } else {
                objects.store(file.content(), file.hash(), file.bytes(), batch);
            }
        }
        if (files.isEmpty()) {
            return Optional.empty();
        }
        Manifest manifest = new Manifest(files.stream()
                .map(file -> new Manifest.Entry(file.path(), file.bytes(), file.hash()))
                .toList());
        crashPoints.reach("manifest stored");
        contents.putManifest(manifest, batch);
        return Optional.of(new OutputPartition(output.dataset(), expected, manifest.version()));
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
}
