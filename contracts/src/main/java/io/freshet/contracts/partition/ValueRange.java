package io.freshet.contracts.partition;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Values of one dimension from one to another, both included. Values are compared as text; times are written so that this is their order.
 * A bound that is coarser than the values, such as a month where there are days, stands for all of it; a value that is coarser than the
 * bound is in the range if a part of it is.
 *
 * @param from null: from the first value there is
 * @param to null: to the last value there is
 */
public record ValueRange(@Nullable String from, @Nullable String to) {
    /** One value alone. */
    public static ValueRange of(String value) {
        return new ValueRange(value, value);
    }

    /** Whether it has the value of the dimension, in whole or in part. */
    public boolean includes(Dimension dimension, String value) {
        return (from == null || compare(dimension, value, from) >= 0)
                && (to == null || compare(dimension, value, to) <= 0);
    }

    /** Why it chooses no values of the dimension; empty if it may. */
    public Optional<String> objection(Dimension dimension) {
        for (String bound : new String[] {from, to}) {
            Optional<String> objection = bound == null ? Optional.empty() : dimension.objection(bound);
            if (objection.isPresent()) {
                return objection;
            }
        }
        return from != null && to != null && compare(dimension, from, to) > 0
                ? Optional.of("the range of dimension '%s' ends at '%s', before it begins at '%s'"
                        .formatted(dimension.name(), to, from))
                : Optional.empty();
    }

    private static int compare(Dimension dimension, String value, String bound) {
        int common = dimension.isTime() ? Math.min(value.length(), bound.length()) : Integer.MAX_VALUE;
        return beginning(value, common).compareTo(beginning(bound, common));
    }

    private static String beginning(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }

    @Override
    public String toString() {
        if (from == null) {
            return to == null ? "all" : "until " + to;
        }
        return to == null ? "since " + from : from.equals(to) ? from : from + " to " + to;
    }
}
