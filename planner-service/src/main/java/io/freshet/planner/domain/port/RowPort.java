package io.freshet.planner.domain.port;

import io.freshet.planner.domain.state.Continuation;
import io.freshet.planner.domain.table.Table;

/** All rows of the workflow, whatever they mean. */
public interface RowPort {
    Table<?> rows(Continuation.Rows which);

    /** Deletes a row, unless the removal of the workflow itself is written in it. */
    void clear(Continuation.Rows which, String row);
}
