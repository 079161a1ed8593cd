package io.freshet.planner.domain.run;

import io.freshet.contracts.event.CriticalPathStep;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.planner.domain.instance.Instance;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.port.InstancePort;
import io.freshet.planner.domain.table.Keys;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * For each unsettled instance, the chain of attempts that it had to wait for: the path of the instance that settled last of all it
 * reads. The path of what settles last in a run is the critical path of the run.
 */
public final class CriticalPath {
    /** Steps that are kept; of a longer path the latest. */
    static final int LONGEST = 20;

    private static final String BETWEEN = "\n";

    private final InstancePort instances;
    private final WorkflowRef workflow;

    public CriticalPath(InstancePort instances, WorkflowRef workflow) {
        this.instances = instances;
        this.workflow = workflow;
    }

    /** The instance with an attempt that it had. */
    public static Instance ran(InstanceId id, Instance instance, Instant startedAt, Instant finishedAt) {
        List<String> steps = new ArrayList<>(steps(instance));
        steps.add(Keys.of(id.key(), startedAt.toEpochMilli(), finishedAt.toEpochMilli()));
        List<String> kept = steps.subList(Math.max(0, steps.size() - LONGEST), steps.size());
        return instance.withPath(String.join(BETWEEN, kept));
    }

    /** The reader had to wait for the instance to the last. */
    public void handOn(InstanceId id, InstanceId reader) {
        String path = instances.require(id).path();
        if (!path.isEmpty()) {
            instances.put(reader, instances.require(reader).withPath(path));
        }
    }

    /** The path so far, which then is forgotten. */
    public List<CriticalPathStep> take(InstanceId id) {
        Instance instance = instances.require(id);
        if (instance.path().isEmpty()) {
            return List.of();
        }
        instances.put(id, instance.withPath(""));
        return steps(instance).stream().map(this::step).toList();
    }

    private static List<String> steps(Instance instance) {
        return instance.path().isEmpty() ? List.of() : List.of(instance.path().split(BETWEEN, -1));
    }

    private CriticalPathStep step(String text) {
        int end = text.lastIndexOf(Keys.SEPARATOR);
        int start = text.lastIndexOf(Keys.SEPARATOR, end - 1);
        return new CriticalPathStep(
                InstanceId.parse(text.substring(0, start)).in(workflow),
                Instant.ofEpochMilli(Long.parseLong(text.substring(start + 1, end))),
                Instant.ofEpochMilli(Long.parseLong(text.substring(end + 1))));
    }
}
