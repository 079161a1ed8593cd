package io.freshet.planner.domain;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.planner.domain.table.Keys;
import io.freshet.planner.domain.table.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The small facts that a workflow's planning remembers besides its instances. */
final class Notes {
    /** How many requests are remembered, so that one which is read again does nothing. */
    static final int REMEMBERED_REQUESTS = 1_000;

    /** The queue of what came while there was something else to do. */
    static final String INBOX = "inbox";

    /** The queue of runs that wait for others to finish. */
    static final String QUEUE = "queue";

    /** Set when anything of the workflow is listed, see {@link PartitionLists}; of most workflows nothing ever is. */
    static final String LISTS = "lists";

    /** How many rows {@link OutputParts} has; absent: none. */
    static final String OUTPUT_PARTS = "output-parts";

    /** How many edges under a key are unsettled, see {@link UnsettledEdges}; absent: none. */
    static final String UNSETTLED = "unsettled|";

    /** Set while all that there is of the workflow is being deleted, see {@link Purge}. */
    static final String PURGING = "purging";

    private static final String RUN_COUNT = "run-count";
    private static final String AWAITING = "awaiting|";
    private static final String AWAITED = "awaited";
    private static final String RELEASING = "releasing";
    private static final List<String> UNFINISHED =
            List.of(PURGING, RELEASING, INBOX, QUEUE, DeferredWork.WORK, DeferredWork.SPREAD, DeferredWork.REMOVAL);
    private static final String RELEASED_UP_TO = "released-up-to|";
    private static final String BETWEEN = " ";
    private static final String BATCH_SCOPE = "batch-scope|";
    private static final String BATCH_RUN = "batch-run|";
    private static final String SEEN = "seen|";
    private static final String RECONCILING = "reconciling|";
    private static final String EVALUATION_FLOOR = "evaluation-floor";
    private static final String TELLINGS = "tellings";
    private static final String REQUESTED = "requested|";
    private static final String REMOVED = "removed";
    private static final String DISCARDED = "discarded";
    /** The row that outlives everything else of a workflow. */
    static final String LAST_VERSION = "last-version";

    private static final String WAITING_VERSION = "waiting-version";
    private static final Set<String> OUTLIVE_REMOVAL =
            Set.of(REMOVED, DISCARDED, INBOX, DeferredWork.REMOVAL, LAST_VERSION, WAITING_VERSION);
    private static final String ANSWERED = "answered|";
    private static final String ANSWERED_PLACE = "answered-place|";
    private static final String ANSWERED_COUNT = "answered-count";
    private static final String DEADLINE = "deadline|";
    private static final String BARRED = "barred";
    private static final String PACE = "pace|";
    private static final String REPORTED = "reported|";
    private static final String TAKEN = "taken|";
    private static final String KEPT = "kept|";
    private static final String INHERITING = "inheriting";
    private static final String HEIR = "heir|";
    private static final String ADOPTING = "adopting|";

    private final Table<String> rows;

    Notes(WorkflowTables state) {
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
        if (awaiting(dataset) == null) {
            rows.put(AWAITED, Integer.toString(awaited() + 1));
        }
        rows.put(AWAITING + dataset.dataset(), run);
    }

    /** The run that waits to hear of the dataset; null if none. */
    @Nullable
    String awaiting(DatasetRef dataset) {
        return rows.get(AWAITING + dataset.dataset());
    }

    void heard(DatasetRef dataset) {
        if (awaiting(dataset) != null) {
            rows.put(AWAITED, Integer.toString(awaited() - 1));
            rows.delete(AWAITING + dataset.dataset());
        }
    }

    boolean awaitsAny() {
        return awaited() > 0;
    }

    private int awaited() {
        String count = rows.get(AWAITED);
        return count == null ? 0 : Integer.parseInt(count);
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
        rows.delete(RELEASED_UP_TO + scope);
        List<String> scopes = new ArrayList<>(releasing());
        if (!scopes.contains(scope)) {
            scopes.add(scope);
            putReleasing(scopes);
        }
    }

    /** The workflows of which a row says that something is left over for later steps. */
    static Set<WorkflowRef> unfinished(Tables tables) {
        Set<WorkflowRef> unfinished = new LinkedHashSet<>();
        // Asked for by name: of other notes there may be one for every instance.
        tables.definitions().scan("", (workflow, _) -> {
            if (UNFINISHED.stream().anyMatch(note -> tables.notes().get(Keys.of(workflow, note)) != null)) {
                unfinished.add(WorkflowRef.parse(workflow));
            }
            return true;
        });
        return unfinished;
    }

    List<String> releasing() {
        String scopes = rows.get(RELEASING);
        return scopes == null ? List.of() : List.of(scopes.split(BETWEEN, -1));
    }

    /** All of the scope has been let go, or is to be held again. */
    void released(String scope) {
        rows.delete(RELEASED_UP_TO + scope);
        List<String> scopes = new ArrayList<>(releasing());
        if (scopes.remove(scope)) {
            putReleasing(scopes);
        }
    }

    private void putReleasing(List<String> scopes) {
        if (scopes.isEmpty()) {
            rows.delete(RELEASING);
        } else {
            rows.put(RELEASING, String.join(BETWEEN, scopes));
        }
    }

    /** Up to which row a scope has been let go; what was there before is gone, and costly to look through. */
    @Nullable
    String releasedUpTo(String scope) {
        return rows.get(RELEASED_UP_TO + scope);
    }

    void releasedUpTo(String scope, String row) {
        rows.put(RELEASED_UP_TO + scope, row);
    }

    /** A snapshot of a dataset begins of which partitions are known that may not exist any more. */
    void beginSnapshot(DatasetRef dataset) {
        rows.put(RECONCILING + dataset.dataset(), "");
    }

    /** Whether partitions of the dataset are known that the snapshot under way may not have. */
    boolean isReconciling(DatasetRef dataset) {
        return rows.get(RECONCILING + dataset.dataset()) != null;
    }

    void endSnapshot(DatasetRef dataset) {
        rows.delete(RECONCILING + dataset.dataset());
    }

    /** A snapshot that has not ended has the partition. */
    void see(DatasetRef dataset, String partition) {
        rows.put(seen(dataset) + partition, "");
    }

    /** Whether the snapshot had the partition, which then is forgotten. */
    boolean unsee(DatasetRef dataset, String partition) {
        boolean saw = rows.get(seen(dataset) + partition) != null;
        if (saw) {
            rows.delete(seen(dataset) + partition);
        }
        return saw;
    }

    static String seen(DatasetRef dataset) {
        return Keys.prefix(SEEN + dataset.dataset());
    }

    /** How many more, or fewer, readers are still to be told of a change. */
    void pendingNotifications(int more) {
        String before = rows.get(TELLINGS);
        int count = (before == null ? 0 : Integer.parseInt(before)) + more;
        if (count == 0) {
            rows.delete(TELLINGS);
        } else {
            rows.put(TELLINGS, Integer.toString(count));
        }
    }

    boolean hasTellings() {
        return rows.get(TELLINGS) != null;
    }

    /** A run that somebody asked for is open. */
    void requested(String run) {
        rows.put(REQUESTED + run, "");
    }

    void forgetRequested(String run) {
        rows.delete(REQUESTED + run);
    }

    /** The open runs that somebody asked for. */
    List<String> requested() {
        return rows.keys(REQUESTED).stream()
                .map(row -> row.substring(REQUESTED.length()))
                .toList();
    }

    /** The workflow is removed as soon as all that it had is gone. */
    void removed() {
        rows.put(REMOVED, "");
    }

    boolean isRemoved() {
        return rows.get(REMOVED) != null;
    }

    /** Nothing of the removal is left to be done. */
    void forgetRemoval() {
        rows.delete(REMOVED);
        rows.delete(DISCARDED);
    }

    /** Whether a row is needed until the removal of the workflow is done. */
    static boolean outlivesRemoval(String row) {
        return OUTLIVE_REMOVAL.contains(row);
    }

    /** The first so many events of the inbox came before the workflow was removed, and count for nothing. */
    void discard(long events) {
        if (events == 0) {
            rows.delete(DISCARDED);
        } else {
            rows.put(DISCARDED, Long.toString(events));
        }
    }

    /** Whether the first event of the inbox, which is taken out now, counts for nothing. */
    boolean takeDiscarded() {
        String events = rows.get(DISCARDED);
        if (events == null) {
            return false;
        }
        discard(Long.parseLong(events) - 1);
        return true;
    }

    /** When the instance goes on without what an input lacks; null if it lacks nothing. */
    @Nullable
    Instant deadline(InstanceId id, String input) {
        String due = rows.get(DEADLINE + Keys.of(id.key(), input));
        return due == null ? null : Instant.parse(due);
    }

    void deadline(InstanceId id, String input, Instant due) {
        rows.put(DEADLINE + Keys.of(id.key(), input), due.toString());
    }

    void forgetDeadline(InstanceId id, String input) {
        rows.delete(DEADLINE + Keys.of(id.key(), input));
    }

    static String deadlines(String task) {
        return DEADLINE + Keys.prefix(task);
    }

    /** An instance of the task reported something. */
    void reported(String task) {
        if (!hasReported(task)) {
            rows.put(REPORTED + task, "");
        }
    }

    /** Whether any instance of the task ever reported something; of most tasks none does, and then nothing need be looked up. */
    boolean hasReported(String task) {
        return rows.get(REPORTED + task) != null;
    }

    /** The highest version that was ever deployed, also of a workflow that was removed since; 0 if none was. */
    int lastVersion() {
        return version(LAST_VERSION);
    }

    void lastVersion(int version) {
        rows.put(LAST_VERSION, Integer.toString(version));
        if (version(WAITING_VERSION) <= version) {
            rows.delete(WAITING_VERSION);
        }
    }

    /** A version is kept for later. */
    void keepForLater(int version) {
        if (version > newestVersion()) {
            rows.put(WAITING_VERSION, Integer.toString(version));
        }
    }

    /** The highest version that is or was deployed, or is kept for later; 0 if there is none. */
    int newestVersion() {
        return Math.max(lastVersion(), version(WAITING_VERSION));
    }

    private int version(String row) {
        String version = rows.get(row);
        return version == null ? 0 : Integer.parseInt(version);
    }

    /** Instances may find what others have made, until the run ends; see {@link Inheritance}. */
    void inherit(String run) {
        rows.put(INHERITING, run);
    }

    void inherit(String run, String heir) {
        inherit(run);
        rows.put(HEIR + heir, "");
    }

    /** The run of the deployment at whose end is seen to what nobody has taken over; null if there is nothing to see to. */
    @Nullable
    String inheriting() {
        return rows.get(INHERITING);
    }

    void endInheriting() {
        rows.delete(INHERITING);
    }

    /** The tasks that something may have been handed over to, which are no longer remembered. */
    List<String> takeHeirs() {
        List<String> notes = rows.keys(HEIR);
        notes.forEach(rows::delete);
        return notes.stream().map(note -> note.substring(HEIR.length())).toList();
    }

    /** The catalogue is asked what there is of a dataset that the workflow makes. */
    void adopt(DatasetRef dataset) {
        rows.put(ADOPTING + dataset.dataset(), "");
    }

    boolean isAdopting(DatasetRef dataset) {
        return rows.get(ADOPTING + dataset.dataset()) != null;
    }

    void endAdoption(DatasetRef dataset) {
        rows.delete(ADOPTING + dataset.dataset());
    }

    /** The rows of what is kept of a task's outputs although it was deleted. */
    static String kept(String task) {
        return KEPT + Keys.prefix(task);
    }

    /** The row of the output that such a row is about. */
    static String keptOutput(String note) {
        return note.substring(KEPT.length());
    }

    /** The instance no longer writes the partition, and its dataset keeps what is deleted. */
    void keepDeleted(InstanceId id, DatasetRef dataset, PartitionKey partition) {
        rows.put(KEPT + Keys.of(id.key(), dataset.dataset(), partition), "");
    }

    /** The instance writes the partition. */
    void writtenAgain(InstanceId id, DatasetRef dataset, PartitionKey partition) {
        String row = KEPT + Keys.of(id.key(), dataset.dataset(), partition);
        if (rows.get(row) != null) {
            rows.delete(row);
        }
    }

    PaceState pace(InstanceId id) {
        String note = rows.get(PACE + id.key());
        return note == null ? PaceState.NONE : PaceState.parse(note);
    }

    void pace(InstanceId id, PaceState note) {
        rows.put(PACE + id.key(), note.text());
    }

    /** What was read of an input, of which parts are taken, at the last launch: partition, fingerprint. */
    NavigableMap<String, Fingerprint> taken(InstanceId id, String input) {
        NavigableMap<String, Fingerprint> taken = new TreeMap<>();
        rows.scan(TAKEN + Keys.prefix(id.key(), input), (row, hex) -> {
            taken.put(Keys.last(row), new Fingerprint(hex));
            return true;
        });
        return taken;
    }

    void take(InstanceId id, String input, Map<String, Fingerprint> partitions) {
        String prefix = TAKEN + Keys.prefix(id.key(), input);
        Map<String, Fingerprint> before = taken(id, input);
        before.keySet().stream()
                .filter(partition -> !partitions.containsKey(partition))
                .forEach(partition -> rows.delete(prefix + partition));
        partitions.forEach((partition, fingerprint) -> {
            if (!fingerprint.equals(before.get(partition))) {
                rows.put(prefix + partition, fingerprint.hex());
            }
        });
    }

    void forgetPace(InstanceId id) {
        rows.delete(PACE + id.key());
    }

    /** At least as much as any evaluation of an instance that was forgotten. */
    long evaluationFloor() {
        String floor = rows.get(EVALUATION_FLOOR);
        return floor == null ? 0 : Long.parseLong(floor);
    }

    /** No instance that comes into being is to have this evaluation or an earlier one. */
    void raiseEvaluationFloor(long evaluation) {
        if (evaluation > evaluationFloor()) {
            rows.put(EVALUATION_FLOOR, Long.toString(evaluation));
        }
    }

    /** Where it is kept what of the instances of a task waits, and what was taken. */
    static List<String> paces(String task) {
        return List.of(PACE + Keys.prefix(task), TAKEN + Keys.prefix(task));
    }

    /** Whether the last run that was asked for has not succeeded. */
    boolean isBarred() {
        return rows.get(BARRED) != null;
    }

    void barred(boolean now) {
        if (now) {
            rows.put(BARRED, "");
        } else if (isBarred()) {
            rows.delete(BARRED);
        }
    }

    boolean wasAnswered(String run) {
        return rows.get(ANSWERED + run) != null;
    }

    /** Remembers an answered request in the place of the one that was answered longest ago. */
    void answered(String run) {
        String last = rows.get(ANSWERED_COUNT);
        long count = last == null ? 0 : Long.parseLong(last);
        String place = ANSWERED_PLACE + count % REMEMBERED_REQUESTS;
        String forgotten = rows.get(place);
        if (forgotten != null) {
            rows.delete(ANSWERED + forgotten);
        }
        rows.put(place, run);
        rows.put(ANSWERED + run, "");
        rows.put(ANSWERED_COUNT, Long.toString(count + 1));
    }
}
