package io.freshet.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A dataset of a namespace. Written {@code namespace/dataset}. */
public record DatasetRef(String namespace, String dataset) implements Comparable<DatasetRef> {
    public DatasetRef {
        Names.require("namespace", namespace);
        Names.require("dataset", dataset);
    }

    /**
     * Reads the written form.
     *
     * @throws IllegalArgumentException if it is not two valid names with a slash between
     */
    @JsonCreator
    public static DatasetRef parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 2) {
            throw new IllegalArgumentException("'%s' is not of the form namespace/dataset".formatted(text));
        }
        return new DatasetRef(parts[0], parts[1]);
    }

    @Override
    public int compareTo(DatasetRef other) {
        return toString().compareTo(other.toString());
    }

    @Override
    @JsonValue
    public String toString() {
        return namespace + "/" + dataset;
    }
}
