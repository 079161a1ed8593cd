package io.freshet.contracts.spec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a dataset's records are.
 *
 * @param primaryKey columns that identify a record
 * @param incrementalField the column that grows with every change; null if there is none
 * @param ingestion {@code incremental} or {@code full}
 */
public record RegistrySpec(
        List<String> primaryKey, @Nullable String incrementalField, String ingestion) {
    public RegistrySpec {
        primaryKey = List.copyOf(primaryKey);
    }
}
