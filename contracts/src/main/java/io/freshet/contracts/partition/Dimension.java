package io.freshet.contracts.partition;

import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One dimension of a dataset or task.
 *
 * @param granularity of a time dimension; null for a dimension of plain strings
 */
public record Dimension(String name, @Nullable Granularity granularity) {
    /** Characters of a value: what a file system takes for one name. */
    private static final int MAX_VALUE_LENGTH = 255;

    private static final LocalDateTime EXAMPLE = LocalDateTime.of(2026, 1, 31, 14, 0);

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

    /**
     * Why a text chooses no value of this dimension; empty if it may. Of a time dimension a coarser time is a choice, too, such as a
     * month where there are days.
     */
    public Optional<String> objection(String value) {
        Granularity mine = granularity;
        if (mine != null) {
            boolean valid = Arrays.stream(Granularity.values())
                    .anyMatch(each -> (each == mine || each.isCoarserThan(mine)) && each.isValid(value));
            return valid
                    ? Optional.empty()
                    : Optional.of("'%.50s' is no time of dimension '%s': write it as %s"
                            .formatted(value, name, mine.format(EXAMPLE)));
        }
        boolean plain = !value.isBlank()
                && value.length() <= MAX_VALUE_LENGTH
                && !value.equals(".")
                && !value.equals("..")
                && value.chars().noneMatch(c -> c == '/' || Character.isISOControl(c));
        return plain
                ? Optional.empty()
                : Optional.of(
                        "'%.50s' is no value of dimension '%s': it has 1 to %d characters, no '/' and no control characters, and is not '.' or '..'"
                                .formatted(value, name, MAX_VALUE_LENGTH));
    }

    /** Projects a value of an equal or finer dimension onto this one. */
    public String project(String value) {
        Granularity mine = granularity;
        return mine == null ? value : mine.truncate(value);
    }
}
