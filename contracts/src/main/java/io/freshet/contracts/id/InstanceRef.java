package io.freshet.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.freshet.contracts.partition.PartitionKey;

/**
 * A task instance: the unit that is planned. Written {@code namespace/workflow/task/dimension=value/...}; for the one
 * instance of a task without dimensions the last part is absent.
 */
public record InstanceRef(String namespace, String workflow, String task, PartitionKey partition)
        implements Comparable<InstanceRef> {
    public InstanceRef {
        Names.require("namespace", namespace);
        Names.require("workflow", workflow);
        Names.require("task", task);
    }

    /**
     * Reads the written form.
     *
     * @throws IllegalArgumentException if it is not three valid names and a partition key
     */
    @JsonCreator
    public static InstanceRef parse(String text) {
        String[] parts = text.split("/", 4);
        if (parts.length < 3) {
            throw new IllegalArgumentException(
                    "'%s' is not of the form namespace/workflow/task[/dimension=value/...]".formatted(text));
        }
        PartitionKey partition = parts.length == 4 ? PartitionKey.parse(parts[3]) : PartitionKey.NONE;
        return new InstanceRef(parts[0], parts[1], parts[2], partition);
    }

    public WorkflowRef workflowRef() {
        return new WorkflowRef(namespace, workflow);
    }

    public TaskRef taskRef() {
        return new TaskRef(namespace, workflow, task);
    }

    @Override
    public int compareTo(InstanceRef other) {
        return toString().compareTo(other.toString());
    }

    @Override
    @JsonValue
    public String toString() {
        String base = namespace + "/" + workflow + "/" + task;
        return partition.isNone() ? base : base + "/" + partition;
    }
}
