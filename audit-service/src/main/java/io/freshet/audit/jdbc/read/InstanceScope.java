package io.freshet.audit.jdbc.read;

import org.jspecify.annotations.Nullable;

/**
 * Restricts a query to instances by the parts of their text; null: no matter.
 *
 * @param partition the beginning of the partition key
 */
public record InstanceScope(
        @Nullable String namespace,
        @Nullable String workflow,
        @Nullable String task,
        @Nullable String partition) {
    /** No restriction. */
    public static final InstanceScope ALL = new InstanceScope(null, null, null, null);

    /** Adds the conditions to a query that has a WHERE. The index of the column serves as far as the leading parts are given. */
    void restrict(Query query, String column) {
        query.addPrefix(column, prefix());
        query.addIf(namespace, "AND split_part(%s, '/', 1) = ?".formatted(column));
        query.addIf(workflow, "AND split_part(%s, '/', 2) = ?".formatted(column));
        query.addIf(task, "AND split_part(%s, '/', 3) = ?".formatted(column));
        if (partition != null && !partition.isEmpty()) {
            query.add(
                    "AND starts_with(substr(%s, length(split_part(%s, '/', 1)) + length(split_part(%s, '/', 2))"
                                    .formatted(column, column, column)
                            + " + length(split_part(%s, '/', 3)) + 4), ?)".formatted(column),
                    partition);
        }
    }

    private String prefix() {
        if (namespace == null) {
            return "";
        }
        if (workflow == null) {
            return namespace + "/";
        }
        if (task == null) {
            return namespace + "/" + workflow + "/";
        }
        String text = namespace + "/" + workflow + "/" + task;
        return partition == null || partition.isEmpty() ? text : text + "/" + partition;
    }
}
