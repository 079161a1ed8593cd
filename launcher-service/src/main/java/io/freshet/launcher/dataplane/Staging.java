package io.freshet.launcher.dataplane;

import io.freshet.contracts.data.Manifest;
import io.freshet.contracts.event.AttemptSpec;
import io.freshet.contracts.event.Outcome.OutputPartition;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.CacheSpec;
import io.freshet.servicekit.disk.DurableBatch;
import io.freshet.servicekit.storage.ContentStore;
import java.io.IOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Takes over what an attempt wrote, checks it, stores it. Files stay where they were taken to until the attempt ends, so doing it again is safe. */
final class Staging {
    /** Of all outputs of an attempt. */
    static final int MOST_PARTITIONS = 50_000;

    private static final int MOST_CHARACTERS = 4 * 1024 * 1024;

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

    StageResult stage(String attempt, AttemptSpec work, AttemptView view, Owner writer) throws IOException {
        List<OutputFile> taken = new ArrayList<>();
        try {
            takeover.seize(attempt, view);
            List<OutputPartition> outputs = new ArrayList<>();
            DurableBatch batch = contents.batch();
            for (AttemptSpec.Output output : work.outputs()) {
                List<OutputFile> files = takeover.take(attempt, output.name(), writer);
                taken.addAll(files);
                outputs.addAll(stage(work, output, files, batch));
                checkNumber(outputs);
            }
            ActionResult result = new ActionResult(
                    work.actionKey(),
                    attempt,
                    outputs,
                    Results.read(view.results()),
                    work.inputs(),
                    !(work.cache() instanceof CacheSpec.Off),
                    clock.instant());
            ActionStore.Written record = actions.write(work.instance().namespace(), result, batch);
            // Before anything names them: a record that is read is a promise that its contents are there.
            batch.commit();
            actions.publish(record);
            return new StageResult.Staged(result);
        } catch (RejectedOutputException e) {
            return new StageResult.Rejected(e.reason());
        } finally {
            deleteCopies(taken);
        }
    }

    /** The end of an attempt is one record of the launcher, and accepted at once. */
    private static void checkNumber(List<OutputPartition> outputs) throws RejectedOutputException {
        long characters = outputs.stream()
                .mapToLong(output -> output.partition().toString().length())
                .sum();
        if (outputs.size() > MOST_PARTITIONS || characters > MOST_CHARACTERS) {
            throw new RejectedOutputException(
                    "the outputs have more than %,d partitions, or more than %,d characters of partitions, in one attempt: give the task a dimension of the layout, so that several instances write them"
                            .formatted(MOST_PARTITIONS, MOST_CHARACTERS));
        }
    }

    private static void deleteCopies(List<OutputFile> files) throws IOException {
        for (OutputFile file : files) {
            if (file.copied()) {
                Files.deleteIfExists(file.content());
            }
        }
    }

    /** The staged partitions, sorted: those of which the attempt wrote at least one file; the others do not exist. */
    private List<OutputPartition> stage(
            AttemptSpec work, AttemptSpec.Output output, List<OutputFile> files, DurableBatch batch)
            throws IOException, RejectedOutputException {
        SortedMap<PartitionKey, List<Manifest.Entry>> partitions =
                partitions(WritablePartitions.of(work, output), files);
        OutputChecks.verify(output, files, objects.staged());
        for (OutputFile file : files) {
            if (file.copied()) {
                objects.storeCopy(file.content(), file.hash(), file.bytes(), batch);
            } else {
                objects.store(file.content(), file.hash(), file.bytes(), batch);
            }
        }
        crashPoints.reach("manifest stored");
        List<OutputPartition> staged = new ArrayList<>(partitions.size());
        for (Map.Entry<PartitionKey, List<Manifest.Entry>> partition : partitions.entrySet()) {
            Manifest manifest = new Manifest(partition.getValue());
            contents.putManifest(manifest, batch);
            staged.add(new OutputPartition(output.dataset(), partition.getKey(), manifest.version()));
        }
        return staged;
    }

    private static SortedMap<PartitionKey, List<Manifest.Entry>> partitions(
            WritablePartitions writable, List<OutputFile> files) throws RejectedOutputException {
        SortedMap<PartitionKey, List<Manifest.Entry>> partitions = new TreeMap<>();
        for (OutputFile file : files) {
            partitions
                    .computeIfAbsent(writable.partitionOf(file.path()), _ -> new ArrayList<>())
                    .add(new Manifest.Entry(file.path(), file.bytes(), file.hash()));
            if (partitions.size() > WritablePartitions.MOST) {
                throw new RejectedOutputException(
                        "output %s: more than %d partitions in one attempt: give the task a dimension of the layout, so that several instances write them"
                                .formatted(writable.output().name(), WritablePartitions.MOST));
            }
        }
        return partitions;
    }
}
