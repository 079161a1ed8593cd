package io.freshet.audit.history;

/**
 * What an event says about one row of the database. Rows of a kind with the same key are merged by rules that depend neither on the
 * order in which they are read nor on how often: so the state after any reading of the log, with repetitions and with topics ahead of
 * or behind each other, is the same. The database merges by the same rules.
 */
public sealed interface Row {
    /** Names the row among those of its kind. */
    String key();

    /** Says always the same, however often it is said. */
    sealed interface Once extends Row permits HistoryRow, LineageRow, ListRow, OccurrenceRow, SpanRow {}

    /** Of several the one latest in the log holds. */
    sealed interface Latest extends Row
            permits InstanceRow, DatasetRow, WorkflowFaultRow, WorkflowRow, RunRow.Reopened, RunRow.Finished {
        /** The offset of the event. */
        long seq();
    }

    /** Of several the one first in the log holds. */
    sealed interface First extends Row permits AttemptRow, RunRow.Begun, RunRow.FirstEnded {
        /** The offset of the event. */
        long seq();
    }
}
