package io.freshet.planner.domain.model;

import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.Dimension;
import java.util.List;

/**
 * A dataset from outside.
 *
 * @param inputs that read it
 */
public record ExternalDataset(DatasetRef dataset, List<InputModel> inputs) {
    public static ExternalDataset of(WorkflowModel model, DatasetRef dataset) {
        return new ExternalDataset(
                dataset,
                model.readers(dataset).stream()
                        .filter(input ->
                                input.producer() == null && input.dataset().equals(dataset))
                        .toList());
    }

    public boolean isRead() {
        return !inputs.isEmpty();
    }

    public List<Dimension> dimensions() {
        return inputs.getFirst().dimensions();
    }
}
