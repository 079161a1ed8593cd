package io.freshet.contracts.event;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.spec.WorkflowSpec;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * A deployed version of a workflow. Topic {@code workflow-definitions} (compacted), key {@code namespace/workflow}; a tombstone
 * says that the workflow was removed, and its header which version that was ({@link io.freshet.contracts.envelope.RemovedVersion}). Versions count from 1 in each namespace; a reader that has a version ignores the same or an
 * older one.
 *
 * @param bundle the identity of the whole bundle
 * @param code per task, the fingerprint of the manifest of its code files, which lies in the storage root
 * @param readFrom for datasets that the workflow reads and its namespace has none of its own of: in which namespace they are read, a
 *     parent of its own, by dataset name
 * @param installedBy the user who deployed it
 */
public record WorkflowDefinition(
        WorkflowRef workflow,
        int version,
        Fingerprint bundle,
        WorkflowSpec spec,
        Map<String, Fingerprint> code,
        Map<String, String> readFrom,
        String installedBy,
        Cause cause,
        Instant at)
        implements Event {
    public WorkflowDefinition {
        code = Collections.unmodifiableMap(new LinkedHashMap<>(code));
        // Sorted: the text of the event, and so its id, must not depend on the JVM.
        readFrom = Collections.unmodifiableMap(new TreeMap<>(readFrom));
    }

    @Override
    public String subject() {
        return workflow.toString();
    }

    /** The dataset that the workflow means by a name. */
    public DatasetRef dataset(String name) {
        return new DatasetRef(readFrom.getOrDefault(name, workflow.namespace()), name);
    }
}
