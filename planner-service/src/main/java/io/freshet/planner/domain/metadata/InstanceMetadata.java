package io.freshet.planner.domain.metadata;

import io.freshet.planner.domain.table.Table;

/**
 * What is remembered of instances beside their rows.
 *
 * @param inFlight how many instances wait for an attempt
 * @param pendingNotifications how many notifications of readers are left to later steps
 * @param listedOutputs how many lists of outputs are kept of attempts that have not ended; mostly none, and then nothing is looked up
 * @param listedEdges set when edges of the workflow were ever listed; of most workflows none ever are
 */
public record InstanceMetadata(
        InputDeadlines inputDeadlines,
        PaceStates paceStates,
        LaunchedParts launchedParts,
        RetainedOutputs retainedOutputs,
        EvaluationFloor evaluationFloor,
        UnsettledCounts unsettledCounts,
        Counter inFlight,
        Counter pendingNotifications,
        Counter listedOutputs,
        Flag listedEdges) {
    static InstanceMetadata of(Table<String> rows) {
        return new InstanceMetadata(
                new InputDeadlines(rows),
                new PaceStates(rows),
                new LaunchedParts(rows),
                new RetainedOutputs(rows),
                new EvaluationFloor(rows),
                new UnsettledCounts(rows),
                new Counter(rows, "in-flight"),
                new Counter(rows, "pending-notifications"),
                new Counter(rows, "output-parts"),
                new Flag(rows, "lists"));
    }
}
