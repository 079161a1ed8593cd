package io.freshet.planner.domain;

import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.metadata.PurgeCursor;
import io.freshet.planner.domain.metadata.WorkflowMetadata;
import io.freshet.planner.domain.run.InstanceRemoval;
import io.freshet.planner.domain.run.ReasonMessages;
import io.freshet.planner.domain.run.Runs;
import io.freshet.planner.domain.state.Rows;
import io.freshet.planner.domain.state.Run;
import io.freshet.planner.domain.state.WorkflowTables;
import io.freshet.planner.domain.table.Table;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Deletes all rows of a workflow that was removed and cannot be taken away as others are, in steps and without a look at what is in
 * them. Only the end of its instances and runs is reported, as far as they can be read. A row says how far it has come. A version that is
 * deployed meanwhile is kept aside until the workflow is gone.
 */
final class Purge {
    private static final String NEXT_VERSION = "after-purge";
    private static final int INSTANCES = 0;
    private static final int RUNS = 1;
    private static final int INBOX = 2;
    private static final int OTHERS = 3;

    private final WorkflowTables state;

    Purge(WorkflowTables state) {
        this.state = state;
    }

    void begin() {
        goOnWith(INSTANCES, "");
    }

    boolean isBegun() {
        return state.metadata.deployments().purge().get() != null;
    }

    /**
     * Deletes some rows.
     *
     * @param limit how many at the most
     * @param farewell reports what there was; null: nothing is reported
     * @return whether there may be more
     */
    boolean step(int limit, @Nullable Farewell farewell) {
        PurgeCursor.Position cursor = state.metadata.deployments().purge().get();
        if (cursor == null) {
            return false;
        }
        int table = cursor.table();
        if (table == OTHERS + Rows.values().length) {
            return false;
        }
        Table<?> rows = rows(table);
        List<String> keys = rows.keys("", cursor.from(), limit + 1);
        boolean more = keys.size() > limit;
        for (String key : more ? keys.subList(0, limit) : keys) {
            if (farewell != null && table == INSTANCES) {
                farewell.instance(key);
            } else if (farewell != null && table == RUNS) {
                farewell.run(key);
            }
            if (!outlives(table, key)) {
                rows.delete(key);
            }
        }
        if (more) {
            goOnWith(table, keys.getLast());
        } else {
            goOnWith(table + 1, "");
        }
        return true;
    }

    /** Takes note of a version to be deployed when all is gone, unless a newer one is. */
    void keep(WorkflowDefinition next) {
        WorkflowDefinition kept = kept();
        if (kept == null || kept.version() < next.version()) {
            replace(next);
        }
    }

    /** As {@link #keep}, whatever is kept. */
    void replace(WorkflowDefinition next) {
        state.inbox.put(NEXT_VERSION, next);
    }

    /** A version was removed; one that is kept and not newer is not to be deployed. */
    void drop(int version) {
        WorkflowDefinition kept = kept();
        if (kept != null && kept.version() <= version) {
            state.inbox.delete(NEXT_VERSION);
        }
    }

    /** No version is to be deployed when all is gone. */
    void dropAny() {
        state.inbox.delete(NEXT_VERSION);
    }

    /** All is gone. */
    void end() {
        dropAny();
        state.metadata.deployments().purge().clear();
    }

    /** The version that is to be deployed when all is gone; null if there is none. */
    @Nullable
    WorkflowDefinition kept() {
        Event kept = state.inbox.get(NEXT_VERSION);
        return kept instanceof WorkflowDefinition definition ? definition : null;
    }

    private void goOnWith(int table, String from) {
        state.metadata.deployments().purge().set(new PurgeCursor.Position(table, from));
    }

    private Table<?> rows(int table) {
        return switch (table) {
            case INSTANCES -> state.instances;
            case RUNS -> state.runs;
            case INBOX -> state.inbox;
            default -> state.rows(Rows.values()[table - OTHERS]);
        };
    }

    private static boolean outlives(int table, String key) {
        return table == INBOX
                ? key.equals(NEXT_VERSION)
                : table == OTHERS + Rows.METADATA.ordinal() && WorkflowMetadata.outlivesPurge(key);
    }

    /** Reports the end of instances and runs. */
    record Farewell(InstanceRemoval instances, Runs runs) {
        void instance(String key) {
            instances.apply(InstanceId.parse(key));
        }

        void run(String run) {
            runs.stop(run, new Run.Stop(Reason.CANCEL_REQUESTED, ReasonMessages.removed()));
            runs.finish(run);
        }
    }
}
