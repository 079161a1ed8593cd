package io.freshet.planner.domain.evaluation;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.event.PartitionChange;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.planner.domain.metadata.RetainedOutputs;
import io.freshet.planner.domain.model.OutputModel;
import io.freshet.planner.domain.model.WorkflowModel;
import io.freshet.planner.domain.port.InstancePort;
import io.freshet.planner.domain.port.ModelPort;
import io.freshet.planner.domain.port.OutputPort;
import io.freshet.planner.domain.table.Keys;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;

/** The rows of what instances have made: which of them an attempt changes, and which stay though it did not write them. */
final class OutputRows {
    private final WorkflowModel model;
    private final OutputPort made;
    private final RetainedOutputs retained;

    <P extends ModelPort & InstancePort & OutputPort> OutputRows(P ports) {
        this.model = ports.model();
        this.made = ports;
        this.retained = ports.instanceMetadata().retainedOutputs();
    }

    /**
     * Makes the rows what an attempt has written.
     *
     * @param equal gets what was rewritten without a change
     * @return what has changed
     */
    List<PartitionChange> replace(
            OutputOrigin origin,
            OutputModel output,
            NavigableMap<PartitionKey, PartitionVersion> after,
            List<PartitionChange> equal) {
        Map<PartitionKey, PartitionVersion> known = known(origin, output);
        List<PartitionChange> changes = new ArrayList<>();
        known.forEach((partition, version) -> {
            if (after.containsKey(partition)) {
                retained.rewritten(origin.id(), output.dataset(), partition);
            } else if (model.keepsDeleted(output.dataset())) {
                retained.retain(origin.id(), output.dataset(), partition);
            } else {
                changes.add(new PartitionChange(partition, version, null));
                made.outputRows().delete(rows(origin, output) + partition);
            }
        });
        after.forEach((partition, version) -> {
            PartitionVersion was = known.get(partition);
            if (was == null || !was.fingerprint().equals(version.fingerprint())) {
                changes.add(new PartitionChange(partition, was, version));
                made.outputRows().put(rows(origin, output) + partition, version);
            } else {
                equal.add(new PartitionChange(partition, was, version));
            }
        });
        return changes;
    }

    private static String rows(OutputOrigin origin, OutputModel output) {
        return Keys.prefix(origin.id().key(), output.dataset().dataset());
    }

    /** What the instance has of the output, in the order of the rows. */
    private Map<PartitionKey, PartitionVersion> known(OutputOrigin origin, OutputModel output) {
        Map<PartitionKey, PartitionVersion> known = new LinkedHashMap<>();
        if (!origin.before().holdsOutputs()) {
            // A look for what is not there is the dearest.
            return known;
        }
        String rows = rows(origin, output);
        if (output.expected()) {
            PartitionKey partition = origin.id().partition().project(output.dimensions());
            PartitionVersion version = made.outputRows().get(rows + partition);
            if (version != null) {
                known.put(partition, version);
            }
        } else {
            made.outputRows().scan(rows, (row, version) -> {
                known.put(PartitionKey.parse(Keys.last(row)), version);
                return true;
            });
        }
        return known;
    }

    /** Whether anything of what the instance has is kept though it is deleted. */
    boolean keepsAny(OutputOrigin origin) {
        return origin.task().outputs().stream()
                .anyMatch(output -> model.keepsDeleted(output.dataset())
                        && !known(origin, output).isEmpty());
    }
}
