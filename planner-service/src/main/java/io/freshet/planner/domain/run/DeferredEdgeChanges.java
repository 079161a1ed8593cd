package io.freshet.planner.domain.run;

import io.freshet.contracts.partition.PartitionKey;
import io.freshet.planner.domain.model.InputModel;
import io.freshet.planner.domain.state.Continuation;
import io.freshet.planner.domain.state.DeferredEdgeChange;
import io.freshet.planner.domain.table.Keys;
import io.freshet.planner.domain.table.Table;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes of edges that have been left to later steps, at most one for each edge: until then the edge is as it was, and so is all that
 * its readers count. A further change of the same edge takes the place of the one that waits.
 */
public final class DeferredEdgeChanges {
    /** The prefix of the rows. */
    public static final String ROWS = Keys.prefix("edge-changes");

    private final Table<Continuation> rows;
    private @Nullable Boolean any;

    DeferredEdgeChanges(Table<Continuation> rows) {
        this.rows = rows;
    }

    /** The change that waits for an edge; null if none does. */
    @Nullable
    public DeferredEdgeChange find(InputModel input, PartitionKey partition) {
        return isEmpty()
                ? null
                : (DeferredEdgeChange)
                        rows.get(row(new DeferredEdgeChange.Place(input.task(), input.name(), partition)));
    }

    /**
     * Lets a change wait.
     *
     * @return the runs of it that no change of the edge has named before
     */
    List<String> add(DeferredEdgeChange change) {
        String row = row(change.place());
        DeferredEdgeChange waiting = isEmpty() ? null : (DeferredEdgeChange) rows.get(row);
        rows.put(row, waiting == null ? change : change.after(waiting));
        any = true;
        List<String> fresh = new ArrayList<>(change.runs());
        if (waiting != null) {
            fresh.removeAll(waiting.runs());
        }
        return fresh;
    }

    /**
     * A change waits no longer.
     *
     * @throws IllegalStateException if it did not wait
     */
    public DeferredEdgeChange take(String row) {
        if (!(rows.get(row) instanceof DeferredEdgeChange change)) {
            throw new IllegalStateException("no change of an edge waits in " + row);
        }
        rows.delete(row);
        any = null;
        return change;
    }

    public boolean isEmpty() {
        if (any == null) {
            any = rows.hasAny(ROWS);
        }
        return !any;
    }

    private static String row(DeferredEdgeChange.Place place) {
        return ROWS + Keys.of(place.task(), place.input(), place.partition());
    }
}
