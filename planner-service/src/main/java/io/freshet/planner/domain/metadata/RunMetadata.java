package io.freshet.planner.domain.metadata;

import io.freshet.planner.domain.table.Table;

/**
 * What is remembered of runs beside their rows.
 */
public record RunMetadata(
        RunSequence runSequence,
        RequestedRuns requestedRuns,
        AnsweredRequests answeredRequests,
        ReportingTasks reportingTasks) {
    static RunMetadata of(Table<String> rows) {
        return new RunMetadata(
                new RunSequence(rows), new RequestedRuns(rows), new AnsweredRequests(rows), new ReportingTasks(rows));
    }
}
