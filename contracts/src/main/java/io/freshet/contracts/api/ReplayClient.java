package io.freshet.contracts.api;

import com.fasterxml.jackson.core.type.TypeReference;
import io.freshet.contracts.id.WorkflowRef;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Asks the scheduler for replays, and sums up with the audit service what they did. Every method throws a {@link ProblemException} if a
 * service refuses, and an {@link IOException} if it cannot be reached. Thread-safe; usable as long as the {@link SchedulerClient} that it
 * comes from.
 */
public final class ReplayClient {
    /** The bound on the runs that a receipt asks the history for, one by one. */
    public static final int MOST_RUNS = 10_000;

    private final SchedulerCalls calls;

    ReplayClient(SchedulerCalls calls) {
        this.calls = calls;
    }

    /**
     * Replays records of a topic.
     *
     * @param requestId asking again with the same one asks for the same replay; null: the service draws one
     */
    public ReplayInfo ask(ReplayOrder order, @Nullable String requestId) throws IOException {
        return calls.order(replays(), order, requestId, new TypeReference<>() {});
    }

    /**
     * Replays, newest first.
     *
     * @param cursor where to go on; null: from the newest
     * @param limit how many at the most, 1 to 1,000
     */
    public Page<ReplayInfo> list(@Nullable String cursor, int limit) throws IOException {
        return calls.get(replays().with("cursor", cursor).with("limit", limit), new TypeReference<>() {});
    }

    /** A replay; of its id the beginning is enough. */
    public ReplayInfo find(String replay) throws IOException {
        return calls.get(replays(replay), new TypeReference<>() {});
    }

    /**
     * The runs that a replay asks for, by their ids.
     *
     * @param cursor where to go on; null: from the first
     */
    public Page<ReplayRun> runs(String replay, @Nullable String cursor) throws IOException {
        return calls.get(replays(replay, "runs").with("cursor", cursor), new TypeReference<>() {});
    }

    /** Reads nothing more for a replay, and stops what has not finished of its runs. */
    public ReplayInfo cancel(String replay) throws IOException {
        return calls.send("POST", replays(replay, "cancel"), null, new TypeReference<>() {});
    }

    /**
     * What a replay has done so far.
     *
     * @param audit knows what became of its runs
     * @throws IOException also if it has more than {@value #MOST_RUNS} runs
     */
    public ReplayReceipt receipt(String replay, AuditClient audit) throws IOException {
        ReplayInfo info = find(replay);
        SequencedMap<WorkflowRef, ReplayReceipt.Workflow> workflows = new TreeMap<>();
        for (ReplayRun run : allRuns(info.replay())) {
            ReplayReceipt.Workflow before =
                    workflows.getOrDefault(run.workflow(), ReplayReceipt.Workflow.none(run.workflow()));
            workflows.put(run.workflow(), plus(before, run, audit));
        }
        boolean complete = info.state().isFinished()
                && workflows.values().stream().allMatch(workflow -> workflow.open() + workflow.unheard() == 0);
        return new ReplayReceipt(info, List.copyOf(workflows.values()), complete);
    }

    private static ReplayReceipt.Workflow plus(ReplayReceipt.Workflow before, ReplayRun run, AuditClient audit)
            throws IOException {
        RunInfo info;
        try {
            info = audit.run(run.run());
        } catch (ProblemException e) {
            if (e.problem().status() != 404) {
                throw e;
            }
            return before.plusUnheard();
        }
        RunCounts counts = info.counts();
        return counts == null ? before.plusUnheard() : before.plus(info.state(), counts);
    }

    private List<ReplayRun> allRuns(String replay) throws IOException {
        List<ReplayRun> all = new ArrayList<>();
        String cursor = null;
        do {
            Page<ReplayRun> page = runs(replay, cursor);
            all.addAll(page.items());
            cursor = page.next();
            if (all.size() > MOST_RUNS) {
                throw new IOException(
                        "replay %s has more than %,d runs: 'freshet runs' lists them".formatted(replay, MOST_RUNS));
            }
        } while (cursor != null);
        return all;
    }

    private static RestCall replays(String... more) {
        List<String> segments = new ArrayList<>(List.of("api", "v1", "replays"));
        segments.addAll(List.of(more));
        return RestCall.to(segments.toArray(String[]::new));
    }
}
