package io.freshet.planner.domain.metadata;

import io.freshet.planner.domain.table.Table;

/** Which versions of a workflow were deployed, or wait to be. The last one outlives the workflow: none may come again. */
public final class WorkflowVersions {
    static final String DEPLOYED = "last-version";
    static final String WAITING = "waiting-version";

    private final Table<String> rows;

    WorkflowVersions(Table<String> rows) {
        this.rows = rows;
    }

    /** The highest version that was ever deployed, also of a workflow that was removed since; 0 if none was. */
    public int lastDeployed() {
        return version(DEPLOYED);
    }

    public void deployed(int version) {
        rows.put(DEPLOYED, Integer.toString(version));
        if (version(WAITING) <= version) {
            rows.delete(WAITING);
        }
    }

    /** A version is to be deployed later. */
    public void defer(int version) {
        if (version > newest()) {
            rows.put(WAITING, Integer.toString(version));
        }
    }

    /** The highest version that is or was deployed, or waits to be; 0 if there is none. */
    public int newest() {
        return Math.max(lastDeployed(), version(WAITING));
    }

    private int version(String key) {
        String version = rows.get(key);
        return version == null ? 0 : Integer.parseInt(version);
    }
}
