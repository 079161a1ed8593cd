package io.freshet.planner.domain.graph;

import io.freshet.contracts.event.Batch;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.event.PartitionChange;
import io.freshet.contracts.event.ProducedBy;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.DerivedId;
import io.freshet.planner.domain.model.OutputModel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Partitions of a dataset that a task of the workflow makes, as everybody else learns of them: one batch of {@link FileChanges}.
 *
 * @param path of the dataset's directory
 * @param layout of the dataset, its text
 * @param identity what the batch is about, apart from the dataset: the same again is the same batch
 */
public record Publication(DatasetRef dataset, String path, String layout, ProducedBy produced, String identity) {
    public static Publication of(OutputModel output, ProducedBy produced, String identity) {
        return new Publication(output.dataset(), output.path(), output.layout(), produced, identity);
    }

    /** The parts of the batch; none if nothing changed. */
    public List<FileChanges> events(List<PartitionChange> changes, Instant now) {
        if (changes.isEmpty()) {
            return List.of();
        }
        String batch = DerivedId.of("outputs", identity, dataset.toString());
        Cause cause = new Cause(
                batch,
                Cause.Kind.DATASET_CHANGED,
                now,
                "%s changed %d partition(s) of %s".formatted(produced.instance(), changes.size(), dataset));
        List<List<PartitionChange>> parts = FileChanges.parts(changes);
        List<FileChanges> events = new ArrayList<>();
        for (int index = 0; index < parts.size(); index++) {
            Batch part = new Batch(batch, index, index == parts.size() - 1);
            events.add(new FileChanges(dataset, path, layout, cause, part, parts.get(index), produced, now));
        }
        return events;
    }
}
