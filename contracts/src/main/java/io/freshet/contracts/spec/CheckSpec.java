package io.freshet.contracts.spec;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A check of staged output files, which are CSV with a header line. All files of a partition count together. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "check")
@JsonSubTypes({
    @JsonSubTypes.Type(value = CheckSpec.RowCount.class, name = "rowCount"),
    @JsonSubTypes.Type(value = CheckSpec.Unique.class, name = "unique"),
    @JsonSubTypes.Type(value = CheckSpec.NotNull.class, name = "notNull")
})
public sealed interface CheckSpec {
    /** The number of records (without headers) lies within the bounds; a null bound does not bind. */
    record RowCount(@Nullable Long min, @Nullable Long max) implements CheckSpec {}

    /** No two records have equal values in all of the columns. */
    record Unique(List<String> columns) implements CheckSpec {
        public Unique {
            columns = List.copyOf(columns);
        }
    }

    /** No record has an empty value in any of the columns. */
    record NotNull(List<String> columns) implements CheckSpec {
        public NotNull {
            columns = List.copyOf(columns);
        }
    }
}
