package io.freshet.planner.domain.port;

import io.freshet.planner.domain.metadata.RunMetadata;
import io.freshet.planner.domain.state.Run;
import io.freshet.planner.domain.table.Table;

/** The open runs, who is in them, and what is remembered of runs beside their rows. */
public interface RunPort {
    Table<Run> runRows();

    /** The open runs of each unsettled instance, oldest first: task, instance. */
    Table<String> memberRows();

    RunMetadata runMetadata();
}
