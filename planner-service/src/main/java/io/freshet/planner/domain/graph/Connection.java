package io.freshet.planner.domain.graph;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.instance.Upstream;
import io.freshet.planner.domain.model.InputModel;
import io.freshet.planner.domain.model.Partitions;
import io.freshet.planner.domain.model.WorkflowModel;
import io.freshet.planner.domain.port.DatasetPort;
import io.freshet.planner.domain.port.EdgePort;
import io.freshet.planner.domain.port.InstancePort;
import io.freshet.planner.domain.port.ModelPort;
import io.freshet.planner.domain.port.OutputPort;
import io.freshet.planner.domain.state.Edge;
import io.freshet.planner.domain.state.ForeignPartitions;
import io.freshet.planner.domain.table.Keys;

/** Makes the edges of an input that is new, one row of what makes its dataset at a time, and counts its readers anew. */
public final class Connection {
    private final WorkflowModel model;
    private final InstancePort instances;
    private final EdgePort edges;
    private final OutputPort made;
    private final ForeignPartitions foreign;
    private final InstanceCreation creation;
    private final OutputEdges outputs;
    private final InstanceDefinition definition;

    public <P extends ModelPort & InstancePort & EdgePort & OutputPort & DatasetPort> Connection(
            P ports, InstanceCreation creation) {
        this.model = ports.model();
        this.instances = ports;
        this.edges = ports;
        this.made = ports;
        this.foreign = new ForeignPartitions(ports.partitionRows());
        this.creation = creation;
        this.outputs = new OutputEdges(ports);
        this.definition = new InstanceDefinition(ports);
    }

    /**
     * Connects an input with a row.
     *
     * @param row a partition of a dataset from outside, or an instance that makes the dataset
     */
    public void connect(InputModel input, String row) {
        if (input.producer() != null) {
            connect(input, InstanceId.parse(row));
            return;
        }
        PartitionKey partition = PartitionKey.parse(Keys.last(row));
        if (Partitions.fit(input.dimensions(), partition)) {
            PartitionKey seen = partition.project(input.dimensions());
            PartitionVersion version = foreign.version(input.dataset().dataset(), seen);
            if (version != null) {
                put(input, seen, new Edge(version.fingerprint(), Upstream.SETTLED));
            }
        }
    }

    private void connect(InputModel input, InstanceId producer) {
        Upstream upstream = model.requireTask(producer.task()).upstream(instances.require(producer));
        outputs.visit(producer, (reader, partition) -> {
            if (reader.equals(input)) {
                PartitionVersion version = made.outputRows()
                        .get(Keys.of(producer.key(), input.dataset().dataset(), partition));
                // Of one whose partition is gone nothing is expected.
                if (version != null
                        || upstream == Upstream.UNSETTLED
                        || definition.isDefined(model.requireTask(producer.task()), producer)) {
                    put(input, partition, new Edge(version == null ? null : version.fingerprint(), upstream));
                }
            }
        });
    }

    private void put(InputModel input, PartitionKey partition, Edge edge) {
        edges.edgeRows().put(input.rows(input.keyOf(partition)) + partition, edge);
    }

    /** Counts anew what an instance waits for, and has it looked at. */
    public void recount(InstanceId id) {
        creation.recount(model.requireTask(id.task()), id);
    }
}
