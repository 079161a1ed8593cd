package io.freshet.contracts.partition;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One dimension of a dataset or task.
 *
 * @param granularity of a time dimension; null for a dimension of plain strings
 */
public record Dimension(String name, @Nullable Granularity granularity) {
    public static Dimension string(String name) {
        return new Dimension(name, null);
    }

    public static Dimension time(String name, Granularity granularity) {
        return new Dimension(name, granularity);
    }

    public boolean isTime() {
        return granularity != null;
    }

    public Optional<Granularity> time() {
        return Optional.ofNullable(granularity);
    }

    /** Whether a value of {@code finer} determines a value of this: same name, and equally fine or coarser in time. */
    public boolean isDeterminedBy(Dimension finer) {
        if (!name.equals(finer.name) || isTime() != finer.isTime()) {
            return false;
        }
        Granularity mine = granularity;
        Granularity theirs = finer.granularity;
        return mine == null || theirs == null || !theirs.isCoarserThan(mine);
    }

    /** Projects a value of an equal or finer dimension onto this one. */
    public String project(String value) {
        Granularity mine = granularity;
        return mine == null ? value : mine.truncate(value);
    }
}
