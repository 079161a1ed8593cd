package io.freshet.planner.domain.port;

import io.freshet.planner.domain.instance.Instance;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.metadata.InstanceMetadata;
import io.freshet.planner.domain.table.Table;
import org.jspecify.annotations.Nullable;

/** The instances: their rows, and what is remembered of them beside these. */
public interface InstancePort {
    /** The row of an instance; null if there is none. */
    @Nullable
    Instance instance(InstanceId id);

    /**
     * The row of an instance.
     *
     * @throws IllegalStateException if there is none: the caller knows of it from a row
     */
    Instance require(InstanceId id);

    void put(InstanceId id, Instance instance);

    void delete(InstanceId id);

    /** How many instances wait for an attempt. */
    int inFlight();

    /** The rows, to go through them in pages. They are changed by the other methods alone, which count. */
    Table<Instance> instanceRows();

    InstanceMetadata instanceMetadata();
}
