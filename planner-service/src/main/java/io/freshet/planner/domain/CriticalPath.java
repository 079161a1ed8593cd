package io.freshet.planner.domain;

import io.freshet.contracts.event.PathStep;
import io.freshet.contracts.id.WorkflowRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * For each unsettled instance, the chain of attempts that it had to wait for: the path of the instance that settled last of all it
 * reads. The path of what settles last in a run is the critical path of the run.
 */
final class CriticalPath {
    /** Steps that are kept; of a longer path the latest. */
    static final int LONGEST = 20;

    private static final String PATH = "path|";
    private static final String BETWEEN = "\n";

    private final Table<String> rows;
    private final WorkflowRef workflow;

    CriticalPath(State state, WorkflowRef workflow) {
        this.rows = state.notes;
        this.workflow = workflow;
    }

    /** The instance had an attempt. */
    void ran(InstanceId id, Instant startedAt, Instant finishedAt) {
        List<String> steps = new ArrayList<>(rowOf(id));
        steps.add(Keys.of(id.key(), startedAt.toEpochMilli(), finishedAt.toEpochMilli()));
        put(id, steps);
    }

    /** The reader had to wait for the instance to the last. */
    void handOn(InstanceId id, InstanceId reader) {
        List<String> steps = rowOf(id);
        if (!steps.isEmpty()) {
            put(reader, steps);
        }
    }

    /** The path so far, which then is forgotten. */
    List<PathStep> take(InstanceId id) {
        List<String> steps = rowOf(id);
        if (!steps.isEmpty()) {
            rows.delete(PATH + id.key());
        }
        return steps.stream().map(this::step).toList();
    }

    private List<String> rowOf(InstanceId id) {
        String row = rows.get(PATH + id.key());
        return row == null ? List.of() : List.of(row.split(BETWEEN, -1));
    }

    private void put(InstanceId id, List<String> steps) {
        List<String> kept = steps.subList(Math.max(0, steps.size() - LONGEST), steps.size());
        rows.put(PATH + id.key(), String.join(BETWEEN, kept));
    }

    private PathStep step(String text) {
        int end = text.lastIndexOf(Keys.SEPARATOR);
        int start = text.lastIndexOf(Keys.SEPARATOR, end - 1);
        return new PathStep(
                InstanceId.parse(text.substring(0, start)).in(workflow),
                Instant.ofEpochMilli(Long.parseLong(text.substring(start + 1, end))),
                Instant.ofEpochMilli(Long.parseLong(text.substring(end + 1))));
    }
}
