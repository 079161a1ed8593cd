package io.freshet.planner.domain;

import io.freshet.contracts.event.Batch;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.event.PartitionChange;
import io.freshet.contracts.event.ProducedBy;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.DerivedId;
import java.util.List;

/**
 * Partitions of a dataset that a task of the workflow makes, as they are told to everybody else: one batch of {@link FileChanges}.
 *
 * @param path of the dataset's directory
 * @param layout of the dataset, its text
 * @param identity what the batch is about, apart from the dataset: the same again is the same batch
 */
record Publication(DatasetRef dataset, String path, String layout, ProducedBy produced, String identity) {
    static Publication of(OutputModel output, ProducedBy produced, String identity) {
        return new Publication(output.dataset(), output.path(), output.layout(), produced, identity);
    }

    void emit(Decision decision, List<PartitionChange> changes) {
        if (changes.isEmpty()) {
            return;
        }
        String batch = DerivedId.of("outputs", identity, dataset.toString());
        Cause cause = new Cause(
                batch,
                Cause.Kind.DATASET_CHANGED,
                decision.now,
                "%s changed %d partition(s) of %s".formatted(produced.instance(), changes.size(), dataset));
        List<List<PartitionChange>> parts = FileChanges.parts(changes);
        for (int index = 0; index < parts.size(); index++) {
            decision.emit(new FileChanges(
                    dataset,
                    path,
                    layout,
                    cause,
                    new Batch(batch, index, index == parts.size() - 1),
                    parts.get(index),
                    produced,
                    decision.now));
        }
    }
}
