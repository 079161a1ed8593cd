package io.freshet.planner.domain.port;

import io.freshet.planner.domain.metadata.HoldReleases;
import io.freshet.planner.domain.table.Table;

/** Instances that wait for something to be complete. */
public interface HoldPort {
    /** Scope, order key, task, instance. */
    Table<String> holdRows();

    HoldReleases holdReleases();
}
