package io.freshet.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.freshet.contracts.partition.PartitionKey;

/** A task of a workflow. Written {@code namespace/workflow/task}. */
public record TaskRef(String namespace, String workflow, String task) implements Comparable<TaskRef> {
    public TaskRef {
        Names.require("namespace", namespace);
        Names.require("workflow", workflow);
        Names.require("task", task);
    }

    /**
     * Reads the written form.
     *
     * @throws IllegalArgumentException if it is not three valid names with slashes between
     */
    @JsonCreator
    public static TaskRef parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("'%s' is not of the form namespace/workflow/task".formatted(text));
        }
        return new TaskRef(parts[0], parts[1], parts[2]);
    }

    public WorkflowRef workflowRef() {
        return new WorkflowRef(namespace, workflow);
    }

    public InstanceRef instance(PartitionKey partition) {
        return new InstanceRef(namespace, workflow, task, partition);
    }

    @Override
    public int compareTo(TaskRef other) {
        return toString().compareTo(other.toString());
    }

    @Override
    @JsonValue
    public String toString() {
        return namespace + "/" + workflow + "/" + task;
    }
}
