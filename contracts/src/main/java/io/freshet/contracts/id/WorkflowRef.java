package io.freshet.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A workflow of a namespace; the unit of planning. Written {@code namespace/workflow}. */
public record WorkflowRef(String namespace, String workflow) implements Comparable<WorkflowRef> {
    public WorkflowRef {
        Names.require("namespace", namespace);
        Names.require("workflow", workflow);
    }

    /**
     * Reads the written form.
     *
     * @throws IllegalArgumentException if it is not two valid names with a slash between
     */
    @JsonCreator
    public static WorkflowRef parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 2) {
            throw new IllegalArgumentException("'%s' is not of the form namespace/workflow".formatted(text));
        }
        return new WorkflowRef(parts[0], parts[1]);
    }

    @Override
    public int compareTo(WorkflowRef other) {
        return toString().compareTo(other.toString());
    }

    @Override
    @JsonValue
    public String toString() {
        return namespace + "/" + workflow;
    }
}
