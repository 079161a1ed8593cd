package io.freshet.planner.domain.port;

import io.freshet.planner.domain.state.Rows;
import io.freshet.planner.domain.table.Table;

/** All rows of the workflow, whatever they mean. */
public interface RowPort {
    Table<?> rows(Rows which);

    /** Deletes a row, unless the removal of the workflow itself is written in it. */
    void clear(Rows which, String row);
}
