package io.freshet.planner.domain.metadata;

import io.freshet.planner.domain.table.Table;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tasks whose instances may take over what others have made, and the run of the deployment at whose end what nobody has taken over
 * is looked for.
 */
public final class InheritingTasks {
    private static final String RUN = "inheriting";
    private static final String TASK = "heir|";

    private final Table<String> rows;

    InheritingTasks(Table<String> rows) {
        this.rows = rows;
    }

    /** What is left is looked for at the end of this run, and no longer at the end of another. */
    public void setRun(String run) {
        rows.put(RUN, run);
    }

    public void add(String task) {
        rows.put(TASK + task, "");
    }

    /** The run at whose end what is left is looked for; null if there is nothing to look for. */
    @Nullable
    public String run() {
        return rows.get(RUN);
    }

    /** The end of the run has come. */
    public void end() {
        rows.delete(RUN);
    }

    /** The tasks, which are no longer remembered. */
    public List<String> takeAll() {
        List<String> tasks = rows.keys(TASK);
        tasks.forEach(rows::delete);
        return tasks.stream().map(row -> row.substring(TASK.length())).toList();
    }
}
