package io.freshet.planner.domain;

import io.freshet.contracts.id.DatasetRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The small facts that a workflow's planning remembers besides its instances. */
final class Notes {
    /** How many requests are remembered, so that one which is read again does nothing. */
    static final int REMEMBERED_REQUESTS = 1_000;

    private static final String RUN_COUNT = "run-count";
    private static final String AWAITING = "awaiting|";
    private static final String RELEASING = "releasing|";
    private static final String BATCH_SCOPE = "batch-scope|";
    private static final String BATCH_RUN = "batch-run|";
    private static final String SEEN = "seen|";
    private static final String ANSWERED = "answered|";
    private static final String ANSWERED_ORDER = "answered-order|";

    private final ScopedTable<String> rows;

    Notes(State state) {
        this.rows = state.notes;
    }

    /** The number of the next run. */
    long nextRun() {
        String last = rows.get(RUN_COUNT);
        long next = last == null ? 1 : Long.parseLong(last) + 1;
        rows.put(RUN_COUNT, Long.toString(next));
        return next;
    }

    /** The dataset was subscribed to on behalf of a run and has not been heard of. */
    void await(DatasetRef dataset, String run) {
        rows.put(AWAITING + dataset.dataset(), run);
    }

    /** The run that waits to hear of the dataset; null if none. */
    @Nullable
    String awaiting(DatasetRef dataset) {
        return rows.get(AWAITING + dataset.dataset());
    }

    void heard(DatasetRef dataset) {
        rows.delete(AWAITING + dataset.dataset());
    }

    boolean awaitsAny() {
        return !rows.keys(AWAITING).isEmpty();
    }

    /** A batch of the dataset, whose instances are held in a scope for a run, is not complete. */
    void openBatch(DatasetRef dataset, String scope, String run) {
        rows.put(BATCH_SCOPE + dataset.dataset(), scope);
        rows.put(BATCH_RUN + dataset.dataset(), run);
    }

    /** The scope of the dataset's incomplete batch; null if there is none. */
    @Nullable
    String batchScope(DatasetRef dataset) {
        return rows.get(BATCH_SCOPE + dataset.dataset());
    }

    /** The run of the dataset's incomplete batch; null if there is none. */
    @Nullable
    String batchRun(DatasetRef dataset) {
        return rows.get(BATCH_RUN + dataset.dataset());
    }

    void closeBatch(DatasetRef dataset) {
        rows.delete(BATCH_SCOPE + dataset.dataset());
        rows.delete(BATCH_RUN + dataset.dataset());
    }

    /** Instances that are held in the scope may go, in steps. */
    void release(String scope) {
        rows.put(RELEASING + scope, "");
    }

    /** Whether a row says that instances are being let go. */
    static boolean isReleasing(String row) {
        return row.startsWith(RELEASING);
    }

    List<String> releasing() {
        return rows.keys(RELEASING).stream()
                .map(key -> key.substring(RELEASING.length()))
                .toList();
    }

    void released(String scope) {
        rows.delete(RELEASING + scope);
    }

    /** A snapshot that has not ended has the partition. */
    void see(DatasetRef dataset, String partition) {
        rows.put(Keys.of(SEEN + dataset.dataset(), partition), "");
    }

    boolean saw(DatasetRef dataset, String partition) {
        return rows.get(Keys.of(SEEN + dataset.dataset(), partition)) != null;
    }

    void forgetSeen(DatasetRef dataset) {
        rows.deleteAll(Keys.prefix(SEEN + dataset.dataset()));
    }

    boolean wasAnswered(String run) {
        return rows.get(ANSWERED + run) != null;
    }

    void answered(Run run) {
        rows.put(ANSWERED + run.id(), "");
        rows.put(ANSWERED_ORDER + Keys.number(run.sequence()), run.id());
        List<String> order = rows.keys(ANSWERED_ORDER);
        if (order.size() > REMEMBERED_REQUESTS) {
            String oldest = order.getFirst();
            String id = rows.get(oldest);
            rows.delete(oldest);
            if (id != null) {
                rows.delete(ANSWERED + id);
            }
        }
    }
}
