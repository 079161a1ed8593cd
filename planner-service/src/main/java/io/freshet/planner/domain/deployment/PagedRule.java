package io.freshet.planner.domain.deployment;

import io.freshet.planner.domain.state.Continuation;
import io.freshet.planner.domain.table.Table;

/** Does one kind of {@link Continuation.Paged} work, a row of a table at a time. */
public interface PagedRule<W extends Continuation.Paged> {
    /** The table whose rows are gone through. */
    Table<?> rows(W work);

    /** With what the keys of the rows begin. */
    String prefix(W work);

    void apply(W work, String row);

    /** The last row has been dealt with. */
    default void finish(W work) {
        // Most work leaves nothing to be done at its end.
    }
}
