package io.freshet.contracts.api;

import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.id.TaskRef;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Instances by state, per task, in the order of their names.
 *
 * @param faulted workflows that rest because a decision about them failed
 */
public record StatusSummary(List<TaskStatus> tasks, List<FaultedWorkflow> faulted) {
    /** States without an instance are absent. */
    public record TaskStatus(TaskRef task, Map<InstanceState, Long> states) {
        public TaskStatus {
            states = Collections.unmodifiableMap(new TreeMap<>(states));
        }
    }

    public StatusSummary {
        tasks = List.copyOf(tasks);
        faulted = List.copyOf(faulted);
    }
}
